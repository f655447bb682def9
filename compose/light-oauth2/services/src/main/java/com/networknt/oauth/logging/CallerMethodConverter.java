package com.networknt.oauth.logging;

import ch.qos.logback.classic.pattern.MethodOfCallerConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.lang.StackWalker.StackFrame;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Write the name of the method that logged, as {@code %M} does, without looking at the whole stack.
 *
 * <p>Logback copies every frame of the stack, up to a hundred under Undertow, for each record. The frame asked for is
 * the first behind Logback's own. What logs through a facade with classes of its own (JBoss Logging, whose loggers are
 * generated) is left to Logback, which has been told of them.
 */
public final class CallerMethodConverter extends MethodOfCallerConverter {
    private static final String NAME = CallerMethodConverter.class.getName();
    /** How many frames are Logback's, about: so many are asked for at once. */
    private static final int LOGGING_FRAMES = 20;

    private static final StackWalker STACK = StackWalker.getInstance(Set.of(), LOGGING_FRAMES);

    @Override
    public String convert(ILoggingEvent event) {
        return STACK.walk(frames ->
                        frames.dropWhile(CallerMethodConverter::isOfLogging).findFirst())
                .filter(Predicate.not(CallerMethodConverter::isOfFacade))
                .map(StackFrame::getMethodName)
                .orElseGet(() -> super.convert(event));
    }

    private static boolean isOfLogging(StackFrame frame) {
        String name = frame.getClassName();
        return name.startsWith("ch.qos.logback.") || name.startsWith("org.slf4j.") || name.equals(NAME);
    }

    private static boolean isOfFacade(StackFrame frame) {
        String name = frame.getClassName();
        return name.startsWith("org.jboss.logging.") || name.endsWith("_$logger");
    }
}
