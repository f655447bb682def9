package io.github.lo2.fault;

import io.github.lo2.time.EpochClock;
import java.time.Instant;

/** A fault by a rule that is in the target from its start on: it is switched, and nothing else. */
final class RuleInjection implements Injection {
    private final SwitchFile switches;
    private final int slot;
    private final long salt;
    private final long number;
    private final EpochClock clock;
    private long onTurn;
    private long onNanos;
    private ToolWord on = new ToolWord(0, 0, false, "Byteman's rule was never switched on");
    private long offTurn;
    private long offNanos;

    RuleInjection(SwitchFile switches, int slot, long salt, long number, EpochClock clock) {
        this.switches = switches;
        this.slot = slot;
        this.salt = salt;
        this.number = number;
        this.clock = clock;
    }

    @Override
    public void inject() {
        onTurn = switches.on(slot, salt, number);
        onNanos = clock.nanos();
    }

    /** What the rule saw last: once it is off again, that is another turn. */
    @Override
    public ToolWord injected() {
        SwitchFile.Word word = switches.word(slot);
        if (onTurn != 0 && word.turn() == onTurn) {
            on = new ToolWord(
                    onNanos,
                    word.nanos(),
                    true,
                    "Byteman's rule was switched on at %s; it saw that at %s, and was asked %s times so far"
                            .formatted(instant(onNanos), instant(word.nanos()), word.asked()));
        } else if (!on.confirmed() && onTurn != 0) {
            on = new ToolWord(
                    onNanos,
                    onNanos,
                    false,
                    "Byteman's rule was switched on at %s and no request has come to it since; it was asked %s times so far"
                            .formatted(instant(onNanos), word.asked()));
        }
        return on;
    }

    @Override
    public void recover() {
        if (onTurn != 0 && offTurn == 0) {
            injected();
            offTurn = switches.off(slot);
            offNanos = clock.nanos();
        }
    }

    /** The switch itself is the rule's truth: it looks there before each request. */
    @Override
    public ToolWord recovered() {
        if (onTurn == 0) {
            return new ToolWord(0, 0, true, "Byteman's rule was never switched on");
        }
        if (offTurn == 0) {
            return new ToolWord(0, 0, false, "Byteman's rule is switched on");
        }
        SwitchFile.Word word = switches.word(slot);
        return word.turn() == offTurn
                ? new ToolWord(
                        offNanos,
                        word.nanos(),
                        true,
                        "Byteman's rule was switched off at %s, and saw that at %s"
                                .formatted(instant(offNanos), instant(word.nanos())))
                : new ToolWord(
                        offNanos,
                        offNanos,
                        true,
                        "Byteman's rule was switched off at %s; no request has come to it since"
                                .formatted(instant(offNanos)));
    }

    private static Instant instant(long nanos) {
        return EpochClock.toInstant(nanos);
    }
}
