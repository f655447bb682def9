package io.github.lo2.counterexample;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assertions;

/** What must not be in the suite: a class for each way to break a rule. None of them is ever run. */
public final class BrokenRules {
    private BrokenRules() {}

    public static final class KnowsJunit {
        void check() {
            Assertions.fail();
        }
    }

    public static final class MakesAJsonMapper {
        ObjectMapper make() {
            return new ObjectMapper();
        }
    }

    public static final class BuildsAnHttpClient {
        HttpClient make() {
            return HttpClient.newBuilder().build();
        }
    }

    public static final class TakesAnHttpClient {
        HttpClient make() {
            return HttpClient.newHttpClient();
        }
    }

    public static final class ReadsMillis {
        long now() {
            return System.currentTimeMillis();
        }
    }

    public static final class ReadsNanos {
        long now() {
            return System.nanoTime();
        }
    }

    public static final class ReadsTheInstant {
        Instant now() {
            return Instant.now();
        }
    }

    public static final class ReadsAnotherClock {
        Instant now(Clock clock) {
            return clock.instant();
        }
    }

    @SuppressWarnings("JavaTimeDefaultTimeZone") // that is what is wrong with it
    public static final class ReadsTheLocalTime {
        LocalDateTime now() {
            return LocalDateTime.now();
        }
    }

    public static final class StartsAProcess {
        Process start() throws IOException {
            return new ProcessBuilder("true").start();
        }
    }

    public static final class ExecutesACommand {
        Process start() throws IOException {
            return Runtime.getRuntime().exec(new String[] {"true"});
        }
    }

    public static final class RenamesByItself {
        void rename(Path from, Path to) throws IOException {
            Files.move(from, to);
        }
    }

    public static final class SleepsMillis {
        void rest() throws InterruptedException {
            Thread.sleep(1);
        }
    }

    public static final class SleepsMillisAndNanos {
        void rest() throws InterruptedException {
            Thread.sleep(1, 1);
        }
    }

    public static final class SleepsInUnits {
        void rest() throws InterruptedException {
            TimeUnit.SECONDS.sleep(1);
        }
    }

    public static final class Parks {
        void rest() {
            LockSupport.parkNanos(1);
        }
    }

    public static final class ParksBesideSomething {
        void rest() {
            LockSupport.parkUntil(this, 1);
        }
    }

    @SuppressWarnings({"WaitNotInLoop", "UnsynchronizedWait"}) // that is what is wrong with it
    public static final class WaitsForALock {
        synchronized void rest() throws InterruptedException {
            wait(Duration.ofSeconds(1).toMillis());
        }
    }

    @SuppressWarnings("NonFinalStaticField") // that is what is wrong with it
    public static final class KeepsStaticState {
        static int count;
    }

    public static final class OfNoFamilyException extends RuntimeException {}

    public static final class RunManager {}

    public static final class RunHelper {}

    public static final class RunUtils {}
}
