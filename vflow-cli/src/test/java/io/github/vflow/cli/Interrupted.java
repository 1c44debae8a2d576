package io.github.vflow.cli;

import io.github.vflow.cli.data.CellFormat;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.training.TableCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Puts a checkpoint back to an earlier step of a member: trains once more, and stops there. */
final class Interrupted {
    private Interrupted() {}

    static void at(int member, long step, Path data, Path checkpoint) throws IOException {
        TableCheckpoint end = TableCheckpoint.of(checkpoint, Checkpoint.load(checkpoint));
        CellFormat format = CellFormat.of(end.notes(), checkpoint.toString());
        AtomicInteger number = new AtomicInteger(-1);
        // side by side, a later member may be past the step when its notice comes
        TablePlan plan = end.plan().by(end.plan().recipe().withThreads(1));
        TableTraining.of(
                        Table.read(format.source(data), plan.schema(), format.options())
                                .orThrow(),
                        plan)
                .withNotes(end.notes())
                .withCheckpoint(checkpoint)
                .withWatch(new Watch() {
                    @Override
                    public Answer after(long done, Optional<Trainer.Progress> evaluated) {
                        return number.get() == member && done == step ? Answer.STOP : Answer.GO_ON;
                    }

                    @Override
                    public void on(Watch.Event event) {
                        if (event instanceof Watch.Event.Started s) {
                            number.set(s.member().number());
                        }
                    }
                })
                .run();
    }
}
