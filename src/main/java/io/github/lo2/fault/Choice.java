package io.github.lo2.fault;

/**
 * Which requests a fault hits: their trace ids say so.
 *
 * <p>Locust decides before it sends a request, with any dose, and takes a trace id whose hash begins with 24 zero bits where it is
 * to be hit, and with others where not. Service and load compute that hash alike, and a salt that is drawn for each scenario goes
 * into it: the id alone says nothing. So what Locust did not choose is never hit, also where a fault is still on for requests that
 * are under way; nor are traces that a service begins by itself, but for one in 16 million.
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
        return mixed >>> 40 == 0;
    }
}
