package io.github.lo2.system;

/**
 * How the database of a system is spoken to.
 *
 * @param product what people call it
 * @param url where JDBC finds it: {@code ${port}} is a port of the loopback interface. It must let several statements be sent at once
 * @param clock a query for its time, in UTC
 * @param dropFreely a statement after which this connection may drop tables in any order
 */
public record DatabaseDialect(String product, String url, String clock, String dropFreely) {

    /** Say where it is found. */
    public String url(int port) {
        return url.replace("${port}", Integer.toString(port));
    }
}
