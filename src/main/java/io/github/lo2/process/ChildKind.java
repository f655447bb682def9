package io.github.lo2.process;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A kind of child process, and the environment that it gets: what is named here, and nothing else of this process's.
 *
 * <p>A user's shell is set up for the user's own work. What it says to Java, Python, Locust, Compose or git on that account
 * would change what is recorded, or break it. {@code docs/environment.md} has all of this in one table.
 */
public enum ChildKind {
    /** A service of the embedded stack: what it needs stands in the stack's definition. */
    SERVICE(List.of(), Map.of()),

    /** The database server. */
    DATABASE(List.of(), Map.of()),

    /** A program of a virtual environment, such as Locust. */
    PYTHON(
            // A Python of a module system finds its own library by it.
            List.of("LD_LIBRARY_PATH"),
            Map.of(
                    "PYTHONDONTWRITEBYTECODE", "1",
                    "PYTHONUNBUFFERED", "1",
                    "PYTHONNOUSERSITE", "1",
                    "PYTHONUTF8", "1")),

    /** Python and pip while they make a virtual environment: what says where packages come from, not where they go. */
    PIP(
            List.of(
                    "HOME",
                    "LD_LIBRARY_PATH",
                    "NETRC",
                    "PIP_CACHE_DIR",
                    "PIP_CERT",
                    "PIP_CLIENT_CERT",
                    "PIP_CONFIG_FILE",
                    "PIP_DEFAULT_TIMEOUT",
                    "PIP_EXTRA_INDEX_URL",
                    "PIP_FIND_LINKS",
                    "PIP_INDEX_URL",
                    "PIP_KEYRING_PROVIDER",
                    "PIP_NO_INDEX",
                    "PIP_PROXY",
                    "PIP_RETRIES",
                    "PIP_TIMEOUT",
                    "PIP_TRUSTED_HOST",
                    "REQUESTS_CA_BUNDLE",
                    "SSL_CERT_DIR",
                    "SSL_CERT_FILE",
                    "XDG_CACHE_HOME",
                    "XDG_CONFIG_DIRS",
                    "XDG_CONFIG_HOME",
                    "http_proxy",
                    "https_proxy",
                    "no_proxy",
                    "HTTP_PROXY",
                    "HTTPS_PROXY",
                    "NO_PROXY"),
            Map.of("PYTHONNOUSERSITE", "1", "PYTHONUTF8", "1")),

    /** Maven: where it is set up to find artifacts, and through which proxy. */
    MAVEN(
            List.of(
                    "HOME",
                    "JAVA_HOME",
                    "LD_LIBRARY_PATH",
                    "MAVEN_ARGS",
                    "http_proxy",
                    "https_proxy",
                    "no_proxy",
                    "HTTP_PROXY",
                    "HTTPS_PROXY",
                    "NO_PROXY"),
            Map.of()),

    /** The Docker client and its plugins: which engine, and how images are fetched. */
    DOCKER(
            List.of(
                    "DOCKER_API_VERSION",
                    "DOCKER_CERT_PATH",
                    "DOCKER_CONFIG",
                    "DOCKER_HOST",
                    "DOCKER_TLS_VERIFY",
                    "HOME",
                    "LD_LIBRARY_PATH",
                    "LO2_PUBLISHED_CONFIG",
                    "SSL_CERT_DIR",
                    "SSL_CERT_FILE",
                    "XDG_CONFIG_HOME",
                    "XDG_RUNTIME_DIR",
                    "http_proxy",
                    "https_proxy",
                    "no_proxy",
                    "HTTP_PROXY",
                    "HTTPS_PROXY",
                    "NO_PROXY"),
            // That of DOCKER_HOST, or the usual socket: the one that the suite itself asks.
            Map.of("DOCKER_CONTEXT", "default")),

    /** Git, which is only asked. */
    GIT(List.of("HOME", "LD_LIBRARY_PATH", "XDG_CONFIG_HOME"), Map.of("GIT_OPTIONAL_LOCKS", "0"));

    /** What every child gets of this process's environment. */
    static final List<String> FOR_ALL = List.of("LOGNAME", "PATH", "TMPDIR", "USER");

    /** What every child is given: times and texts are to be the same on all machines. */
    static final Map<String, String> GIVEN_TO_ALL = Map.of("LC_ALL", "C.UTF-8", "TZ", "UTC");

    /** What stands before the name of a variable that a user hands through to all children on purpose. */
    static final String HANDED_THROUGH = "LO2_CHILD_";

    @SuppressWarnings("ImmutableEnumChecker") // List.of(…)
    private final List<String> allowed;

    @SuppressWarnings("ImmutableEnumChecker") // Map.of(…)
    private final Map<String, String> given;

    ChildKind(List<String> allowed, Map<String, String> given) {
        this.allowed = allowed;
        this.given = given;
    }

    /** List the variables of this process that such a child gets, besides those that all get. */
    List<String> allowed() {
        return allowed;
    }

    /** List what such a child is given, besides what all are given. */
    Map<String, String> given() {
        return new TreeMap<>(given);
    }

    /**
     * Make the environment of such a child.
     *
     * @param own this process's environment
     */
    public Map<String, String> environment(Map<String, String> own) {
        var environment = new LinkedHashMap<String, String>();
        Stream.concat(FOR_ALL.stream(), allowed.stream())
                .filter(own::containsKey)
                .forEach(name -> environment.put(name, own.getOrDefault(name, "")));
        environment.putAll(GIVEN_TO_ALL);
        environment.putAll(given);
        own.forEach((name, value) -> {
            if (name.startsWith(HANDED_THROUGH) && name.length() > HANDED_THROUGH.length()) {
                environment.put(name.substring(HANDED_THROUGH.length()), value);
            }
        });
        return environment;
    }
}
