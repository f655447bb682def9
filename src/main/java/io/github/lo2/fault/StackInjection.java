package io.github.lo2.fault;

import io.github.lo2.stack.ServiceControl;
import io.github.lo2.stack.StackException;
import io.github.lo2.time.EpochClock;
import java.util.Optional;

/**
 * A fault by something that is done to the stack when it begins, and undone when it ends.
 *
 * <p>It may have been there from just before it was begun until just after it was undone: between these times a request was
 * exposed to it. When the target does not answer afterwards, it is started anew.
 */
final class StackInjection implements Injection {
    private static final String NEVER = "nothing was done to the stack";

    private final Deed deed;
    private final Optional<Target> target;
    private final EpochClock clock;
    private ToolWord on = new ToolWord(0, 0, false, NEVER);
    private ToolWord off = new ToolWord(0, 0, true, NEVER);
    private Optional<String> repaired = Optional.empty();
    private boolean begun;
    private boolean ended;

    /** Something that can be undone. */
    interface Deed {
        /**
         * Do it.
         *
         * @return what the tool says of that
         */
        String begin();

        /**
         * Say, just before it is undone, whether it shows.
         *
         * @return why it does not; empty when it does
         */
        default Optional<String> doubt() {
            return Optional.empty();
        }

        /**
         * Undo it; what was done only half is undone, too.
         *
         * @return what the tool says of that
         */
        String end();
    }

    /**
     * The service that must answer again.
     *
     * @param name its name in the stack
     */
    record Target(ServiceControl control, String name) {}

    /**
     * @param target empty: the target is no service
     */
    StackInjection(Deed deed, Optional<Target> target, EpochClock clock) {
        this.deed = deed;
        this.target = target;
        this.clock = clock;
    }

    @Override
    public void inject() {
        if (begun) {
            return;
        }
        begun = true;
        long before = clock.nanos();
        off = new ToolWord(0, 0, false, "it has not been undone");
        on = new ToolWord(before, before, false, "it was begun, and has not come about");
        try {
            String says = deed.begin();
            on = new ToolWord(before, clock.nanos(), true, says);
        } catch (StackException e) {
            throw new FaultException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public ToolWord injected() {
        return on;
    }

    @Override
    public void recover() {
        if (!begun || ended) {
            return;
        }
        ended = true;
        try {
            deed.doubt().ifPresent(why -> on = new ToolWord(on.told(), on.time(), false, on.says() + "; " + why));
        } finally {
            undo();
        }
    }

    @Override
    public ToolWord recovered() {
        return off;
    }

    @Override
    public Optional<String> repaired() {
        return repaired;
    }

    private void undo() {
        long before = clock.nanos();
        try {
            String says = deed.end();
            off = new ToolWord(before, clock.nanos(), true, says);
        } catch (StackException | FaultException e) {
            off = new ToolWord(before, clock.nanos(), false, String.valueOf(e.getMessage()));
        }
        target.filter(service -> !off.confirmed() || !service.control().answers(service.name()))
                .ifPresent(this::startAnew);
    }

    private void startAnew(Target service) {
        String why = off.confirmed() ? service.name() + " did not answer" : off.says();
        try {
            service.control().kill(service.name());
            String says = service.control().start(service.name());
            off = new ToolWord(off.told(), clock.nanos(), true, says);
            repaired = Optional.of("%s; it was started anew: %s".formatted(why, says));
        } catch (StackException e) {
            throw new FaultException("%s, and is not made whole: %s".formatted(why, e.getMessage()), e);
        }
    }
}
