package io.github.lo2.suite;

/** Work that has begun when this process is told to end, by SIGTERM or Ctrl-C. */
@FunctionalInterface
public interface UnderWay {
    /** Begin nothing any more, and come to an end if that is possible in time; the parts of the suite end after it. */
    void finish();
}
