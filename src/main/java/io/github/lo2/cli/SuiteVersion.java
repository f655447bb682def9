package io.github.lo2.cli;

import io.github.lo2.suite.Provenance;
import picocli.CommandLine.IVersionProvider;

/** Says which version this is, and which JVM runs it. */
final class SuiteVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"lo2 " + Provenance.version(), "Java ${java.version}, ${os.name} ${os.arch}"};
    }
}
