package io.github.vflow.table.training;

import io.github.vflow.flow.train.Trainer;
import io.github.vflow.table.fit.Watch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Tells a watch of members one after another, although they train side by side: steps and notices of a member wait until those before it are over.
 * A stop is for all members. Thread-safe.
 */
final class OrderedWatch {
    private final Watch watch;
    private final List<Integer> order;
    private final IntConsumer onFirst;
    private final Map<Integer, List<Consumer<Watch>>> waiting = new HashMap<>();
    private final Set<Integer> over = new HashSet<>();
    private int at;
    private boolean isStopped;

    /**
     * A watch of members.
     *
     * @param order their numbers
     * @param onFirst takes the number of a member before the watch sees it, while no other member is told of
     */
    OrderedWatch(Watch watch, List<Integer> order, IntConsumer onFirst) {
        this.watch = watch;
        this.order = List.copyOf(order);
        this.onFirst = onFirst;
    }

    /** The watch of a member. */
    Watch of(int member) {
        return new Watch() {
            @Override
            public Answer after(long step, Optional<Trainer.Progress> evaluated) {
                return tell(member, w -> ask(w, step, evaluated));
            }

            @Override
            public void on(Watch.Event event) {
                tell(member, w -> w.on(event));
            }
        };
    }

    private void ask(Watch asked, long step, Optional<Trainer.Progress> evaluated) {
        isStopped |= asked.after(step, evaluated) == Watch.Answer.STOP;
    }

    private synchronized Watch.Answer tell(int member, Consumer<Watch> notice) {
        if (isFirst(member)) {
            notice.accept(watch);
        } else {
            waiting.computeIfAbsent(member, _ -> new ArrayList<>()).add(notice);
        }
        return isStopped ? Watch.Answer.STOP : Watch.Answer.GO_ON;
    }

    /** Whether the watch sees a member now. */
    synchronized boolean isFirst(int member) {
        return at < order.size() && order.get(at) == member;
    }

    /** A member is complete or diverged: the watch sees the next one. */
    synchronized void over(int member) {
        over.add(member);
        while (!isStopped && at < order.size() && over.contains(order.get(at))) {
            at++;
            if (at < order.size()) {
                onFirst.accept(order.get(at));
                List<Consumer<Watch>> notices = waiting.getOrDefault(order.get(at), List.of());
                for (int k = 0; k < notices.size() && !isStopped; k++) {
                    notices.get(k).accept(watch);
                }
                waiting.remove(order.get(at));
            }
        }
    }

    /** Stops all members after their next step. */
    synchronized void stop() {
        isStopped = true;
    }

    synchronized boolean isStopped() {
        return isStopped;
    }
}
