package io.github.lo2.stack;

/** What a recording asks of who keeps a stack up. */
enum KeptAsk {
    /** Have the stack for this connection alone; the answer is {@link KeptFacts}. */
    TAKE,
    /** Refuse when a recording has it. */
    FREE,
    /** End the stack, unless a recording has it. */
    STOP,
    TROUBLE,
    REPAIR,
    RESTORE_OBSTACLE,
    RESTORE,
    RESTART,
    CLOCKS,
    DATABASE,
    PROCESS_IDS,
    /** Watch the logs pass the end of a window; the answer is the passage's number. */
    PASS_LOGS,
    /** Ask how far; the answer is {@link KeptFacts.Passage}. */
    PASSAGE,
    CLOSE_PASSAGE,
    /** Ask how warm it is; the answer is {@link KeptFacts.Warmth}. */
    WARMTH,
    /** Note that it had a load to warm it up. */
    WARMED
}
