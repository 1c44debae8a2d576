package io.github.vflow.tornado.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.tensor.ir.Binary;
import io.github.vflow.tensor.ir.Unary;
import io.github.vflow.tornado.kernel.Code;
import io.github.vflow.tornado.testkit.SealedOps;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each elementary function has the code of its place among the records of its sealed interface. */
final class FunctionCodesTest {
    @Test
    void everyUnaryOperationHasTheCodeOfItsPlace() {
        List<Unary> all = SealedOps.unary();
        for (int i = 0; i < all.size(); i++) {
            assertEquals(
                    Code.UNARY + i, FunctionCodes.code(all.get(i)), all.get(i).toString());
        }
        assertEquals(all.size(), FunctionCodes.NOTHING, "the code of the identity follows those of the operations");
        assertTrue(
                Code.UNARY + all.size() < Code.BINARY, "the codes of unary operations run into those of binary ones");
    }

    @Test
    void everyBinaryOperationHasTheCodeOfItsPlace() {
        List<Binary> all = SealedOps.binary();
        for (int i = 0; i < all.size(); i++) {
            assertEquals(
                    Code.BINARY + i, FunctionCodes.code(all.get(i)), all.get(i).toString());
        }
    }
}
