package io.github.vflow.table.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.train.Trainer;
import io.github.vflow.table.fit.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OrderedWatchTest {
    private final List<String> seen = new ArrayList<>();
    private long last = Long.MAX_VALUE;
    private final OrderedWatch order =
            new OrderedWatch(this::after, List.of(1, 2, 4), member -> seen.add("first " + member));

    private Watch.Answer after(long step, Optional<Trainer.Progress> evaluated) {
        seen.add("step " + step);
        return step == last ? Watch.Answer.STOP : Watch.Answer.GO_ON;
    }

    private Watch.Answer step(int member, long step) {
        return order.of(member).after(step, Optional.empty());
    }

    @Test
    void membersAreToldOneAfterAnother() {
        step(2, 20);
        step(1, 10);
        step(4, 40);
        order.over(4);
        step(1, 11);
        assertTrue(order.isFirst(1));
        order.over(1);
        step(2, 21);
        order.over(2);
        assertEquals(List.of("step 10", "step 11", "first 2", "step 20", "step 21", "first 4", "step 40"), seen);
        assertFalse(order.isStopped());
        order.over(4);
        assertFalse(order.isFirst(4), "nobody is left");
        order.stop();
        assertTrue(order.isStopped());
    }

    @Test
    void aStopIsForAllAndEndsTheNotices() {
        last = 20;
        step(2, 20);
        step(2, 21);
        order.over(2);
        assertEquals(Watch.Answer.GO_ON, step(4, 40));
        order.over(1);
        assertEquals(Watch.Answer.STOP, step(4, 41));
        assertEquals(List.of("first 2", "step 20"), seen);
        assertTrue(order.isFirst(2));
    }
}
