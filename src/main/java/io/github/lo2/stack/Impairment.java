package io.github.lo2.stack;

import java.time.Duration;

/** What is done on purpose to the network between a service and the database. */
public sealed interface Impairment {

    /**
     * What the database answers comes later.
     *
     * @param by how much later
     */
    record Delay(Duration by) implements Impairment {}

    /**
     * Each connection carries no more than so much, in each direction.
     *
     * @param kilobytes how many kB a second
     */
    record Bandwidth(int kilobytes) implements Impairment {}

    /** Nothing comes through, and nobody is told: what is sent is lost, connections end when it is over. */
    record Partition() implements Impairment {}
}
