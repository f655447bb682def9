package io.github.lo2.card;

import io.github.lo2.dataset.Manifest;

/** Writes how a run is cited, {@code CITATION.cff}. */
public final class RunCitation {
    private RunCitation() {}

    /** Write it, in the Citation File Format. */
    public static String of(Manifest manifest, Licence licence) {
        return CardText.of("citation.cff")
                .formatted(
                        RunCard.quoted(manifest.run()),
                        RunCard.quoted(RunCard.summary(manifest)),
                        manifest.suite().version(),
                        manifest.ended().substring(0, 10),
                        licence.spdx(),
                        RunCard.quoted("urn:uuid:" + manifest.id()));
    }
}
