package olderjackson;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import sixlines.SixLines;

/** The six lines in a service that has Jackson 2.17 of its own, and uses it. */
final class Main {
    private Main() {}

    record Answer(@JsonProperty("the_line") String line) {}

    public static void main(String[] args) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        String json = mapper.writeValueAsString(new Answer(SixLines.line()));
        System.out.println(mapper.readValue(json, Answer.class).line());
    }
}
