package io.github.lo2.junit;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.platform.engine.UniqueId.Segment;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.launcher.LauncherDiscoveryListener;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Notes which dynamic tests an IDE wants to run again.
 *
 * <p>The unique id of a dynamic test is its place in the order. Only with the order of the run that the person looks at
 * does it name the scenario that the person means.
 */
public final class RerunListener implements LauncherSessionListener {
    private static final String DYNAMIC_TEST = "dynamic-test";
    private static final Pattern PLACE = Pattern.compile("#(\\d+)");

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        session.getLauncher().registerLauncherDiscoveryListeners(new LauncherDiscoveryListener() {
            @Override
            public void launcherDiscoveryStarted(LauncherDiscoveryRequest request) {
                Set<Integer> ordinals = ordinals(request.getSelectorsByType(UniqueIdSelector.class));
                if (!ordinals.isEmpty()) {
                    session.getStore().put(Namespace.create(SuiteStore.NAMESPACE), SuiteStore.selectedKey(), ordinals);
                }
            }
        });
    }

    static Set<Integer> ordinals(List<UniqueIdSelector> selectors) {
        return selectors.stream()
                .map(selector -> selector.getUniqueId().getLastSegment())
                .filter(segment -> segment.getType().equals(DYNAMIC_TEST))
                .map(Segment::getValue)
                .map(PLACE::matcher)
                .filter(Matcher::matches)
                .map(matcher -> Integer.valueOf(matcher.group(1)))
                .collect(Collectors.toUnmodifiableSet());
    }
}
