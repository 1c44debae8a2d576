package io.github.vflow.flow.io.json;

import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.nn.json.Components;

/** The couplings, which specifications of rows and of images share. */
final class CouplingSpecJson {
    private CouplingSpecJson() {}

    static CouplingSpec coupling(Components<CouplingSpec> c) {
        return new CouplingSpec(
                c.choice("kind", CouplingSpec::kind, CouplingSpec.Kind.class),
                c.whole("components", CouplingSpec::components));
    }
}
