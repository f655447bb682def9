package io.github.lo2.failure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a machine must have for a run, asked before anything is started: the line that says that it has not, and what to do.
 *
 * <p>The table in {@code docs/trouble.md} has each of them.
 */
public enum Precondition {
    PYTHON(
            "… needs Python 3.… or newer on the PATH; found …; install it (Debian, Ubuntu: apt install python3 python3-venv)"),
    VENV("install Python's venv module (Debian, Ubuntu: apt install python3-venv)"),
    NATIVES(
            "java.io.tmpdir is …, which is mounted noexec: no native library can be loaded from it; set JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=… to a folder where programs may run; nothing was started"),
    ENCODING("a path that this shell's encoding (…) can name; set LC_ALL=C.UTF-8"),
    RESULTS(
            "no run can be written into …: …; expected a folder that can be written; choose another with -Dlo2.results=…"),
    SPACE(
            "the run needs about … MB in …, and … MB are free there; free some, take lo2.formats=parquet, fewer scenarios or a shorter lo2.duration, or choose another folder with -Dlo2.results=…; nothing was started"),
    PLATFORM("the database server runs on Linux x86-64, this is …; take lo2.stack=compose; nothing was started"),
    LIBRARIES(
            "the database server needs …, which this system does not have; install it (Debian, Ubuntu: apt install …); nothing was started"),
    BUILD("… is not there; build it with 'mvn process-test-classes'; nothing was started"),
    PORT("port … of … is in use by …; end that process, or the other run it belongs to; nothing was started"),
    ENGINE("no Docker engine is running, … is not there; start it, or run compose/setup.sh"),
    ENGINE_ANSWER("no Docker engine answers on … (…); start it, or run compose/setup.sh"),
    ENGINE_RIGHT(
            "this user may not use the Docker engine's socket …; join its group (usermod -aG docker $USER, then log in anew)"),
    ENGINE_HERE("DOCKER_HOST is …; expected an engine on this machine (unix://…)"),
    ENGINE_ONE(
            "Testcontainers takes the engine …, Docker's client …; mend ~/.testcontainers.properties, or set DOCKER_HOST to the one to use; nothing was started"),
    RYUK(
            "TESTCONTAINERS_RYUK_DISABLED is not set; expected true, since the suite cleans up itself and Testcontainers would pull an image for it; Maven's tests set it, elsewhere set it in the environment, and TESTCONTAINERS_HOST_OVERRIDE=localhost with it; nothing was started"),
    IMAGES("the engine does not have …; run compose/setup.sh");

    private static final Pattern BLANK = Pattern.compile("…");

    private final String form;

    Precondition(String form) {
        this.form = form;
    }

    /** Give the line with {@code …} where what was found stands. */
    public String form() {
        return form;
    }

    /**
     * Write the line.
     *
     * @param found what stands in the place of each {@code …}, in order; what is left over of these stays
     */
    public String line(@Nullable Object... found) {
        Matcher blanks = BLANK.matcher(form);
        var line = new StringBuilder();
        for (Object one : found) {
            if (blanks.find()) {
                blanks.appendReplacement(line, Matcher.quoteReplacement(String.valueOf(one)));
            }
        }
        return blanks.appendTail(line).toString();
    }
}
