package io.github.vflow.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The file of a plan that a user edits.
 *
 * @param file of the plan
 */
record EditedPlan(Path file) {
    /** The plan of a table with these options. */
    static EditedPlan of(Path file, Path table, Object... options) {
        List<Object> words = new ArrayList<>(List.of("plan", table, "--out", file));
        words.addAll(Arrays.asList(options));
        Run.vflow(words.toArray()).ok();
        return new EditedPlan(file);
    }

    /** Replaces the one text that a pattern finds in the plan of the members, which stands behind the recipe. */
    EditedPlan with(String pattern, String replacement) throws IOException {
        String json = Files.readString(file);
        int behind = json.indexOf("\"parts\":");
        String edited = json.substring(behind).replaceFirst(pattern, replacement);
        if (edited.equals(json.substring(behind))) {
            throw new IllegalArgumentException("no " + pattern + " in " + json);
        }
        Files.writeString(file, json.substring(0, behind) + edited);
        return this;
    }

    /** With an evaluation each so many steps, and another patience. */
    EditedPlan evaluated(int every, int patience) throws IOException {
        return with(
                "\"evaluation\":\\{[^}]*\\}",
                "\"evaluation\":{\"every\":" + every + ",\"patience\":" + patience + ",\"least\":" + patience + "}");
    }

    /** Trains by the plan. */
    Run train(Path table, Object... more) {
        List<Object> words = new ArrayList<>(List.of("train", table, "--plan", file, "--threads", 1));
        words.addAll(Arrays.asList(more));
        return Run.vflow(words.toArray());
    }
}
