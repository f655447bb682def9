package io.github.lo2.fault;

/**
 * Which requests a fault hits: a bit of each trace id says so.
 *
 * <p>Locust decides before it sends a request, with any dose, and draws a trace id that has the bit as it decided. Service and
 * load compute the bit alike, and a salt that is drawn for each scenario goes into it: the id alone says nothing. So what Locust
 * did not choose is never hit, also where a fault is still on for requests that are under way.
 *
 * <p>{@code locust/lo2/choice.py} is the same; a test holds both against the same values.
 */
final class Choice {
    private Choice() {}

    /**
     * Tell whether a request is one that the fault hits.
     *
     * @param traceIdLow the last 16 hexadecimal digits of its trace id
     * @param salt what was drawn for the scenario
     */
    static boolean isChosen(long traceIdLow, long salt) {
        // The end of SplitMix64: each bit of the result depends on all bits that go in.
        long mixed = traceIdLow ^ salt;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed < 0;
    }
}
