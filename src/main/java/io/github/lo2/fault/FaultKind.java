package io.github.lo2.fault;

import static io.github.lo2.fault.FaultMember.ACTION;
import static io.github.lo2.fault.FaultMember.AT;
import static io.github.lo2.fault.FaultMember.CORES;
import static io.github.lo2.fault.FaultMember.EXCEPTION;
import static io.github.lo2.fault.FaultMember.KILOBYTES;
import static io.github.lo2.fault.FaultMember.MEGABYTES;
import static io.github.lo2.fault.FaultMember.MESSAGE;
import static io.github.lo2.fault.FaultMember.MILLISECONDS;
import static io.github.lo2.fault.FaultMember.STATUS;
import static io.github.lo2.fault.FaultMember.TABLE;
import static io.github.lo2.fault.FaultMember.TIMES;
import static io.github.lo2.fault.FaultMember.VALUE;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What kind of fault it is, by the names that RCABench and Chaos Mesh have for it. */
public enum FaultKind {
    /** A method takes longer. */
    JVM_LATENCY("JVMLatency", Means.RULE, AT, MILLISECONDS),
    /** A method throws. */
    JVM_EXCEPTION("JVMException", Means.RULE, AT, EXCEPTION, MESSAGE),
    /** A method returns something else. */
    JVM_RETURN("JVMReturn", Means.RULE, AT, VALUE),
    /** A statement takes longer in the database's driver. */
    JVM_MYSQL_LATENCY("JVMMySQLLatency", Means.RULE, AT, MILLISECONDS),
    /** A statement fails in the database's driver. */
    JVM_MYSQL_EXCEPTION("JVMMySQLException", Means.RULE, AT, EXCEPTION, MESSAGE),
    /** An answer is sent later. */
    HTTP_RESPONSE_DELAY("HTTPResponseDelay", Means.RULE, AT, MILLISECONDS),
    /** The connection is closed in place of an answer. */
    HTTP_REQUEST_ABORT("HTTPRequestAbort", Means.RULE, AT, ACTION),
    /** An answer has another status. */
    HTTP_RESPONSE_REPLACE_CODE("HTTPResponseReplaceCode", Means.RULE, AT, STATUS, ACTION),
    /** Garbage is collected. */
    JVM_GARBAGE_COLLECTOR("JVMGarbageCollector", Means.RULE, AT, TIMES),
    /** The heap fills up. */
    JVM_MEMORY_STRESS("JVMMemoryStress", Means.RULE, AT, MEGABYTES),
    /** A core is kept busy. */
    JVM_CPU_STRESS("JVMCPUStress", Means.RULE, AT, MILLISECONDS),
    /** A service stands still. */
    POD_FAILURE("PodFailure", Means.SERVICE),
    /** A service is killed, and started again afterwards. */
    CONTAINER_KILL("ContainerKill", Means.SERVICE),
    /** A service gets little of the processor's time. */
    CPU_STRESS("CPUStress", Means.SERVICE, CORES),
    /** What the database answers comes later to a service. */
    NETWORK_DELAY("NetworkDelay", Means.SERVICE, MILLISECONDS),
    /** A service's connections to the database carry little. */
    NETWORK_BANDWIDTH("NetworkBandwidth", Means.SERVICE, KILOBYTES),
    /** What a service and the database send each other is lost. */
    NETWORK_PARTITION("NetworkPartition", Means.SERVICE),
    /** Whoever asks for a table of the database has to wait. */
    TRANSACTION_TIMEOUT("TransactionTimeout", Means.DATABASE, TABLE),
    /** The database has no connection for anybody, and what was in pools has ended. */
    CONNECTION_POOL_EXHAUSTION("ConnectionPoolExhaustion", Means.DATABASE);

    private final String word;
    private final Means means;

    @SuppressWarnings("ImmutableEnumChecker") // List.of(…)
    private final List<FaultMember> members;

    /** By which means it is brought about. */
    enum Means {
        /** A rule of Byteman's within the target. It hits single requests, those that were chosen. */
        RULE,
        /** The stack does it to a service as a whole, or to its network. */
        SERVICE,
        /** Connections to the database do it. */
        DATABASE
    }

    FaultKind(String word, Means means, FaultMember... members) {
        this.word = word;
        this.means = means;
        this.members = List.of(members);
    }

    /** Name it as RCABench does. */
    public String word() {
        return word;
    }

    Means means() {
        return means;
    }

    /** List the members that a declaration of it must have, besides those of all. */
    List<FaultMember> members() {
        return members;
    }

    /** Find the kind that RCABench names so. */
    public static Optional<FaultKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(FaultKind::word).collect(Collectors.joining(", "));
    }
}
