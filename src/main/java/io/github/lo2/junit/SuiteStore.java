package io.github.lo2.junit;

import io.github.lo2.plan.Parameter;
import io.github.lo2.plan.Parameters;
import io.github.lo2.suite.Layout;
import io.github.lo2.suite.Suite;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.platform.commons.support.AnnotationSupport;

/** What the extensions share for as long as a launcher session lives, Failsafe's second pass included. */
final class SuiteStore {
    /** Also the name under which the session listener leaves a selection; see {@link RerunListener}. */
    static final String NAMESPACE = "io.github.lo2";

    /** The configuration parameter by which Maven and {@code lo2} say that a run with all defaults is meant. */
    static final String ASKED = "io.github.lo2.asked";

    private static final String SELECTED = "selected ordinals";
    /** Whoever gives one of these has said what to record. */
    private static final List<Parameter<?>> SAY_WHAT =
            List.of(Parameters.SCENARIOS, Parameters.DURATION, Parameters.RESUME, Parameters.REPLAY);

    private SuiteStore() {}

    /** Get the session's suite of the system, that of {@code lo2.system} or of the test class; the store closes it when the session ends. */
    static Suite suite(ExtensionContext context) {
        return store(context).getOrComputeIfAbsent(layout(context), Suite::open, Suite.class);
    }

    /**
     * Say why a test class is not of the system that is recorded; empty when it is, or names none.
     *
     * @throws io.github.lo2.system.SystemException when there is no such system: a slip of the pen skips nothing
     */
    static Optional<String> otherSystem(ExtensionContext context) {
        Map<String, String> given = given(context);
        if (given.getOrDefault(Parameters.SYSTEM.name(), "").isBlank()) {
            return Optional.empty();
        }
        String asked = Layout.current(Parameters.SYSTEM.read(given)).system();
        return systemOf(context)
                .filter(own -> !own.equals(asked))
                .map(own -> "it records %s, and lo2.system asks for %s".formatted(own, asked));
    }

    /**
     * Collect the parameters of a run. Where neither Maven nor {@code lo2} runs the class and nobody said what to record, as when it
     * is run in an IDE, these are of a quick run: a whole one takes hours.
     */
    static Map<String, String> asked(ExtensionContext context) {
        Map<String, String> given = given(context);
        boolean asked = context.getConfigurationParameter(ASKED).isPresent()
                || SAY_WHAT.stream()
                        .anyMatch(parameter ->
                                !given.getOrDefault(parameter.name(), "").isBlank());
        if (asked) {
            return given;
        }
        Map<String, String> quick = layout(context).quick();
        if (!quick.isEmpty()) {
            System.out.printf(
                    "Nothing says what to record: a quick run, of %s; all scenarios by -D%s=errors%n",
                    quick.get(Parameters.SCENARIOS.name()), Parameters.SCENARIOS.name());
        }
        var values = new TreeMap<>(quick);
        given.forEach((name, value) -> {
            if (!value.isBlank()) {
                values.put(name, value);
            }
        });
        return values;
    }

    /** Get the places of the dynamic tests that an IDE asked for; empty when it asked for all. */
    @SuppressWarnings("unchecked") // RerunListener puts nothing else there
    static Set<Integer> selectedOrdinals(ExtensionContext context) {
        return (Set<Integer>) store(context).getOrDefault(SELECTED, Set.class, Set.of());
    }

    /**
     * Note that a test class records a run in this session.
     *
     * @return whether it is the first time
     */
    static boolean isFirst(ExtensionContext context, Class<?> type) {
        return !store(context)
                .getOrComputeIfAbsent(type, recording -> new AtomicBoolean(), AtomicBoolean.class)
                .getAndSet(true);
    }

    static String selectedKey() {
        return SELECTED;
    }

    private static Layout layout(ExtensionContext context) {
        Map<String, String> given = new TreeMap<>(given(context));
        systemOf(context).ifPresent(name -> given.putIfAbsent(Parameters.SYSTEM.name(), name));
        return Layout.current(Parameters.SYSTEM.read(given), Parameters.WORK.read(given));
    }

    private static Map<String, String> given(ExtensionContext context) {
        return Parameters.given(System.getProperties(), context::getConfigurationParameter);
    }

    /** Find the system that the test class names. */
    private static Optional<String> systemOf(ExtensionContext context) {
        return context.getTestClass()
                .flatMap(type -> AnnotationSupport.findAnnotation(type, DatasetRun.class))
                .map(DatasetRun::system)
                .filter(name -> !name.isEmpty());
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(NAMESPACE));
    }
}
