package io.github.lo2.fault;

/**
 * Where what stands in a file of switches, in bytes; numbers of 64 bits, the least byte first. It runs inside services, too.
 *
 * <p>A slot for each fault: the suite writes turn, salt and number, the service what it saw and how often it asked. Behind them a
 * ring of the requests that were hit.
 */
final class SwitchLayout {
    /** The system property of a service that names its file. */
    static final String PROPERTY = "lo2.fault.switches";

    static final int SLOTS = 64;
    static final int SLOT_BYTES = 64;

    /** How often the switch was turned; odd when the fault is on. */
    static final int TURN = 0;

    static final int SALT = 8;
    static final int NUMBER = 16;
    /** How often the service asked. */
    static final int ASKED = 24;
    /** The last turn that the service saw, and when, ns since the epoch (UTC). */
    static final int SEEN = 32;

    static final int SEEN_TIME = 40;

    /** How many requests were hit. */
    static final int HITS = 0;

    static final int RING = 1 << 16;
    static final int HIT_BYTES = 40;

    /** Place in the count of all, from 1; written last. */
    static final int HIT_PLACE = 0;

    static final int HIT_SLOT = 8;
    static final int HIT_TIME = 16;
    static final int HIT_TRACE_HIGH = 24;
    static final int HIT_TRACE_LOW = 32;

    private static final int HEAD = 64;
    private static final int FIRST_HIT = HEAD + SLOTS * SLOT_BYTES;

    static final int BYTES = FIRST_HIT + RING * HIT_BYTES;

    private SwitchLayout() {}

    static boolean isOn(long turn) {
        return (turn & 1) == 1;
    }

    static int slot(int slot) {
        return HEAD + slot * SLOT_BYTES;
    }

    static int hit(long place) {
        return FIRST_HIT + (int) (place % RING) * HIT_BYTES;
    }
}
