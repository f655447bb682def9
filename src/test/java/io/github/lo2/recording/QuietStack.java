package io.github.lo2.recording;

import io.github.lo2.stack.Database;
import io.github.lo2.stack.LogPassage;
import io.github.lo2.stack.Service;
import io.github.lo2.stack.ServiceControl;
import io.github.lo2.stack.Stack;
import io.github.lo2.stack.StackException;
import io.github.lo2.time.ClockOffset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A stack of one container that says nothing; notes what it is told, and fails where a test wants it to. */
public final class QuietStack implements Stack {
    private boolean repaired;

    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Integer> failing = new ConcurrentHashMap<>();
    private volatile List<Service> services = List.of();
    private volatile List<String> behind = List.of();

    /** Fail a call when it comes for the n-th time, from 1. */
    QuietStack failing(String call, int time) {
        failing.put(call, time);
        return this;
    }

    public void logsBehind(String container) {
        behind = List.of(container);
    }

    public void serving(Service service) {
        services = List.of(service);
    }

    List<String> told() {
        return List.copyOf(told);
    }

    @Override
    public String kind() {
        return "embedded";
    }

    @Override
    public SortedMap<String, String> parts() {
        return new TreeMap<>();
    }

    @Override
    public List<Path> programs() {
        return List.of();
    }

    @Override
    public List<Service> services() {
        return services;
    }

    @Override
    public List<String> containers() {
        return List.of("web");
    }

    @Override
    public LogPassage passLogs(long startNanos, long endNanos) {
        return new LogPassage() {
            @Override
            public List<String> behind() {
                return behind;
            }

            @Override
            public List<String> gaps() {
                return List.of();
            }
        };
    }

    @Override
    public Optional<String> trouble() {
        return Optional.empty();
    }

    /** Have a part started anew by the next repair. */
    void breakAPart() {
        repaired = true;
    }

    @Override
    public boolean repair() {
        tell("repair");
        return repaired;
    }

    @Override
    public Optional<Database> database() {
        tell("database");
        return Optional.empty();
    }

    @Override
    public Optional<String> restoreObstacle() {
        return Optional.empty();
    }

    @Override
    public void restoreData() {
        tell("restoreData");
    }

    @Override
    public void restart() {
        tell("restart");
    }

    @Override
    public Optional<ServiceControl> control() {
        return Optional.empty();
    }

    @Override
    public SortedMap<String, ClockOffset> clocks() {
        return new TreeMap<>();
    }

    @Override
    public void close() {
        tell("close");
    }

    private void tell(String call) {
        told.add(call);
        if (failing.getOrDefault(call, 0) == Collections.frequency(told(), call)) {
            throw new StackException(call + " failed");
        }
    }
}
