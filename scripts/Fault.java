/** A fault: in a file, the first occurrence of a text is replaced. */
record Fault(String name, String file, String was, String becomes) {
    String module() {
        return file.substring(0, file.indexOf('/'));
    }
}
