package io.github.lo2.stack;

import java.util.Optional;

/**
 * What a stack does to single services on purpose, and undoes: a service is stopped where it is, killed, gets less of the
 * processor, or a worse network to the database. A service is named as the stack names it. What is undone twice, or was never done, changes nothing.
 *
 * <p>Whatever happens to the suite, nothing of it outlives the stack.
 */
public interface ServiceControl {

    /** What can be done. */
    enum Deed {
        PAUSE,
        KILL,
        LIMIT_PROCESSOR,
        /** It needs something between the service and the database from its start on. */
        IMPAIR_NETWORK
    }

    /** Say, in a line, why this machine cannot do it; empty when it can. */
    Optional<String> obstacle(Deed deed);

    /**
     * Stop a service where it is; its connections stay open.
     *
     * @return what the system says of it then
     * @throws StackException when it does not stop
     */
    String pause(String service);

    /**
     * Let a service that was stopped go on.
     *
     * @return what the system says of it then
     * @throws StackException when it does not go on
     */
    String resume(String service);

    /**
     * End a service by force; it is not started again.
     *
     * @return what the system says of it then
     * @throws StackException when it does not end
     */
    String kill(String service);

    /**
     * Start a service that has ended, at the same address, and wait until it answers.
     *
     * @return what the system says of it then
     * @throws StackException when it does not get ready
     */
    String start(String service);

    /**
     * Let a service have no more than so much of the processor's time.
     *
     * @param cores how much, 1 for one core
     * @return what the system says of it then
     * @throws StackException when that is not possible
     */
    String limitProcessor(String service, double cores);

    /**
     * Let a service have as much of the processor's time as there is.
     *
     * @return what the system says of it then
     * @throws StackException when that is not possible
     */
    String freeProcessor(String service);

    /** Say how often a service had to wait for its limit of the processor, since that was set; 0 when it has none. */
    long throttled(String service);

    /**
     * Impair the network between a service and the database.
     *
     * @return what the system says of it then
     * @throws StackException when that is not possible
     */
    String impairNetwork(String service, Impairment impairment);

    /**
     * Let all pass again between a service and the database.
     *
     * @return what the system says of it then
     * @throws StackException when that is not possible
     */
    String freeNetwork(String service);

    /**
     * Wait until a service answers, for half a minute.
     *
     * @return whether it does
     */
    boolean answers(String service);
}
