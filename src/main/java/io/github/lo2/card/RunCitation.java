package io.github.lo2.card;

import io.github.lo2.dataset.Manifest;
import java.util.UUID;

/** Writes how a run is cited, {@code CITATION.cff}. */
public final class RunCitation {
    private RunCitation() {}

    /** Write it, in the Citation File Format. */
    public static String of(Manifest manifest, Licence licence) {
        return of(
                manifest.run(),
                RunCard.summary(manifest),
                manifest.suite().version(),
                manifest.ended().substring(0, 10),
                licence,
                manifest.id());
    }

    static String of(String name, String summary, String suite, String date, Licence licence, UUID id) {
        return CardText.of("citation.cff")
                .formatted(
                        RunCard.quoted(name),
                        RunCard.quoted(summary),
                        suite,
                        date,
                        licence.spdx(),
                        RunCard.quoted("urn:uuid:" + id));
    }
}
