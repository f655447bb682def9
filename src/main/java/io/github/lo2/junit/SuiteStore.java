package io.github.lo2.junit;

import io.github.lo2.plan.Parameters;
import io.github.lo2.suite.Layout;
import io.github.lo2.suite.Suite;
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

    private static final String SELECTED = "selected ordinals";

    private SuiteStore() {}

    /** Get the session's suite of the system, that of {@code lo2.system} or of the test class; the store closes it when the session ends. */
    static Suite suite(ExtensionContext context) {
        Map<String, String> given = new TreeMap<>(given(context));
        systemOf(context).ifPresent(name -> given.putIfAbsent(Parameters.SYSTEM.name(), name));
        Layout layout = Layout.current(Parameters.SYSTEM.read(given), Parameters.WORK.read(given));
        return store(context).getOrComputeIfAbsent(layout, Suite::open, Suite.class);
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
