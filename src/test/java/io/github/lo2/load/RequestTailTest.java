package io.github.lo2.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.signal.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The ground truth, read while it is written,")
class RequestTailTest {
    private final List<Request> requests = new ArrayList<>();

    @TempDir
    Path folder;

    private Path file;
    private RequestTail tail;

    @BeforeEach
    void open() {
        file = folder.resolve("requests.jsonl");
        tail = new RequestTail(file, requests::add);
    }

    @AfterEach
    void close() {
        tail.close();
    }

    @Test
    @DisplayName("is empty before Locust has made the file")
    void isEmptyBeforeTheFile() {
        tail.readOn();

        assertThat(requests).isEmpty();
    }

    @Test
    @DisplayName("gives a line as a request")
    void givesARequest() throws Exception {
        append("""
            {"time":1795504379882936782,"due":1795504379880000000,"duration":1829381978,"scenario":"register_service_400_service_type","phase":"fault","request_id":"_HrIlihEfHIpjPWXZ-hZBg","trace_id":"ba0db7b14f46a2de8b211e477510b509","span_id":"1fac73cb40d9bf61","user":"ServiceRegistration-1","task":"register_service_of_unknown_type","tag":"register_service_400_service_type","anomaly":true,"background":false,"chosen":false,"service_name":"oauth2-service-service","method":"POST","route":"/oauth2/service","expected_status":400,"expected_code":"ERR11004","status":400,"code":"ERR11004","bytes":228,"error":null}
            """);
        tail.readOn();

        assertThat(requests)
                .containsExactly(new Request(
                        1_795_504_379_882_936_782L,
                        1_795_504_379_880_000_000L,
                        1_829_381_978,
                        "register_service_400_service_type",
                        "fault",
                        "_HrIlihEfHIpjPWXZ-hZBg",
                        "ba0db7b14f46a2de8b211e477510b509",
                        "1fac73cb40d9bf61",
                        "ServiceRegistration-1",
                        "register_service_of_unknown_type",
                        "register_service_400_service_type",
                        true,
                        false,
                        false,
                        "oauth2-service-service",
                        "POST",
                        "/oauth2/service",
                        400,
                        "ERR11004",
                        400,
                        "ERR11004",
                        228,
                        null));
    }

    @Test
    @DisplayName("gives each line once, a half line when its rest has come")
    void givesEachLineOnce() throws Exception {
        append(line(1) + "\n" + line(2).substring(0, 40));
        tail.readOn();
        assertThat(requests).extracting(Request::time).containsExactly(1L);

        tail.readOn();
        append(line(2).substring(40));
        tail.readOn();
        assertThat(requests).extracting(Request::time).containsExactly(1L);

        append("\n" + line(3) + "\n");
        tail.readOn();
        assertThat(requests).extracting(Request::time).containsExactly(1L, 2L, 3L);
    }

    @Test
    @DisplayName("gives all lines of more than it reads at once")
    void givesAllOfALargeFile() throws Exception {
        append(IntStream.range(0, 2_000).mapToObj(i -> line(i) + "\n").collect(Collectors.joining()));
        tail.readOn();

        assertThat(requests)
                .extracting(Request::time)
                .containsExactlyElementsOf(
                        IntStream.range(0, 2_000).mapToObj(Long::valueOf).toList());
    }

    @Test
    @DisplayName("is refused with file and line when a line is no request")
    void isRefusedWithABrokenLine() throws Exception {
        append(line(1) + "\nTraceback (most recent call last):\n");

        assertThatThrownBy(tail::readOn)
                .isInstanceOf(LocustException.class)
                .hasMessageStartingWith("%s holds a line that is no request: ", file)
                .hasMessageEndingWith("the line: Traceback (most recent call last):");
        assertThat(requests).hasSize(1);
    }

    @Test
    @DisplayName("is refused when a member is missing that each request has, or one is not known")
    void isRefusedWithOtherMembers() throws Exception {
        append("{\"time\":1}\n");
        assertThatThrownBy(tail::readOn).isInstanceOf(LocustException.class).hasMessageContaining("{\"time\":1}");

        append(line(1).replace("\"user\"", "\"usher\"") + "\n");
        assertThatThrownBy(tail::readOn).isInstanceOf(LocustException.class).hasMessageContaining("usher");
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String line(long time) {
        return ("{'time':%s,'duration':1,'scenario':'correct','request_id':'r','trace_id':'t','span_id':'s','user':'u-1',"
                        + "'task':'get','tag':'correct','anomaly':false,'background':false,'chosen':false,'service_name':'größe','method':'GET','route':'/','expected_status':200,"
                        + "'expected_code':null,'status':200,'code':null,'bytes':2,'error':null}")
                .formatted(time)
                .replace('\'', '"');
    }
}
