package io.github.lo2.fault;

import java.util.Optional;

/** A fault as it is brought about in a stack, and taken back. Each of these may be called again, and then changes nothing. */
interface Injection {

    /**
     * Bring it about.
     *
     * @throws FaultException when that is not possible
     */
    void inject();

    /** Ask the tool whether it is there. */
    ToolWord injected();

    /**
     * Take it back.
     *
     * @throws FaultException when that is not possible
     */
    void recover();

    /** Ask the tool whether it is gone. */
    ToolWord recovered();

    /** Say what had to be made whole afterwards; empty: nothing. */
    default Optional<String> repaired() {
        return Optional.empty();
    }
}
