using System.Text;
using Tasker.Core.Diagnostics;
using Tasker.Core.Values;
using Tasker.Formats.Text;

namespace Tasker.Formats.Tests.Text;

public sealed class YamlReaderTests
{
    private static (YamlNode? Root, string Findings) Read(string text, int firstLine = 1)
    {
        var bag = new DiagnosticBag();
        var root = YamlReader.Read("f.yaml", text, bag, firstLine);
        return (root, string.Join('\n', bag.ToImmutable()));
    }

    private static (YamlNode? Root, string Findings) Read(byte[] bytes)
    {
        var bag = new DiagnosticBag();
        var root = YamlReader.Read("f.yaml", bytes, bag);
        return (root, string.Join('\n', bag.ToImmutable()));
    }

    private static YamlNode.Map Map(string text)
    {
        var (root, findings) = Read(text);
        Assert.Equal("", findings);
        return Assert.IsType<YamlNode.Map>(root);
    }

    [Fact]
    public void Every_value_knows_its_line_and_column()
    {
        var root = Map("a: b\nlist:\n  - x\n  - {k: 'v w'}\ntext: |\n  one\n  two\nlast: end\n");

        Assert.Equal("f.yaml:1:4", root["a"]!.Place.ToString());
        var list = Assert.IsType<YamlNode.List>(root["list"]);
        Assert.Equal("f.yaml:3:5", list.Items[0].Place.ToString());
        Assert.Equal("f.yaml:4:9", Assert.IsType<YamlNode.Map>(list.Items[1])["k"]!.Place.ToString());
        Assert.Equal("f.yaml:5:7", root["text"]!.Place.ToString());
        Assert.Equal("f.yaml:8:1", root.Entries[3].Key.Place.ToString());
        Assert.Equal("one\ntwo\n", Assert.IsType<YamlNode.Scalar>(root["text"]).Text);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Line_ends_of_every_system_count_the_same(string end)
    {
        var root = Map($"a: 1{end}b:{end}  c: 2{end}");

        Assert.Equal("f.yaml:3:6", Assert.IsType<YamlNode.Map>(root["b"])["c"]!.Place.ToString());
    }

    [Fact]
    public void Byte_order_mark_is_passed_over_and_does_not_move_columns()
    {
        var (root, findings) = Read([0xEF, 0xBB, 0xBF, .. "a: é\n"u8]);

        Assert.Equal("", findings);
        Assert.Equal("f.yaml:1:4", Assert.IsType<YamlNode.Map>(root)["a"]!.Place.ToString());
    }

    [Fact]
    public void Part_of_a_larger_file_keeps_the_lines_of_that_file()
    {
        var (root, _) = Read("a: 1\nb: 2\n", firstLine: 40);

        Assert.Equal(41, Assert.IsType<YamlNode.Map>(root)["b"]!.Place.Line);
    }

    [Fact]
    public void Comment_behind_a_value_is_kept()
    {
        var root = Map("a: one # first\nb: 'x # y'  #  second \nc: [1, 2] # not of an item's line? it is\nd: |\n  t # text\ne: a#b\n");

        Assert.Equal("first", Assert.IsType<YamlNode.Scalar>(root["a"]).Comment);
        Assert.Equal("second", Assert.IsType<YamlNode.Scalar>(root["b"]).Comment);
        Assert.Equal("", Assert.IsType<YamlNode.Scalar>(root["d"]).Comment);
        Assert.Equal("", Assert.IsType<YamlNode.Scalar>(root["e"]).Comment);
        Assert.Equal("a#b", Assert.IsType<YamlNode.Scalar>(root["e"]).Text);
    }

    [Fact]
    public void Empty_file_is_an_empty_value_at_its_beginning()
    {
        foreach (var text in new[] { "", "\n\n", "# only a comment\n", "---\n" })
        {
            var (root, findings) = Read(text);
            Assert.Equal("", findings);
            Assert.True(root!.IsEmpty);
        }
    }

    [Fact]
    public void Alias_stands_for_its_anchor_and_merge_key_adds_what_is_missing()
    {
        var root = Map("base: &b {x: 1, y: 2}\nsame: *b\nmore:\n  <<: *b\n  y: 3\n");

        Assert.Same(root["base"], root["same"]);
        var more = Assert.IsType<YamlNode.Map>(root["more"]);
        Assert.Equal("3", Assert.IsType<YamlNode.Scalar>(more["y"]).Text);
        Assert.Equal("1", Assert.IsType<YamlNode.Scalar>(more["x"]).Text);
    }

    [Theory]
    [InlineData("a:\n\tb: 1\n", "f.yaml:2:1: error TSK2004: This line is indented with a tab.")]
    [InlineData("a:\n  b:\n  \tc: 1\n  d: 2\n", "f.yaml:3:3: error TSK2004: This line is indented with a tab.")]
    [InlineData("a: b: c\n", "f.yaml:1:5: error TSK2003: There is a second ': ' in this line.")]
    [InlineData("a: 1\n  b: 2\n", "f.yaml:2:4: error TSK2003: This line is indented as if it went on with the text above")]
    [InlineData("a: @x\n", "f.yaml:1:4: error TSK2003: A text begins with '@'.")]
    [InlineData("a: 'x\n", "f.yaml:1:4: error TSK2003: The quote that opens here is never closed.")]
    [InlineData("a: \"\\q\"\n", "f.yaml:1:4: error TSK2003: A '\\' in this text is followed by a character that is no escape.")]
    [InlineData("a:\n  - x\n  b: 1\n", "f.yaml:3:3: error TSK2003: This line is no item of the list above.")]
    [InlineData("a: [1, 2\nb: 3\n", "f.yaml:1:4: error TSK2003: The '[' is not closed.")]
    [InlineData("a: [echo ${{ x }}]\n", "f.yaml:1:4: error TSK2003: The '[' is not closed, because '${{ }}' stands in it without quotes.")]
    [InlineData("a: {x: 1\n", "f.yaml:1:4: error TSK2003: The '{' is not closed.")]
    [InlineData("a: 1\nb\nc: 2\n", "error TSK2003:")]
    [InlineData("%YAML 3.0\n---\na: 1\n", "f.yaml:1:1: error TSK2003: The file asks for another version of YAML.")]
    [InlineData("a: 1\na: 2\n", "f.yaml:2:1: error TSK2005: 'a' is here a second time; the first is in line 1.")]
    [InlineData("a: 1\n---\nb: 2\n", "f.yaml:2:1: error TSK2007: A second document begins here.")]
    [InlineData("a: !!python/object x\n", "f.yaml:1:4: error TSK2008: A tag ('!…') stands here.")]
    [InlineData("a: !x [1]\n", "f.yaml:1:4: error TSK2008:")]
    [InlineData("a: *nobody\n", "f.yaml:1:4: error TSK2009: '*nobody' stands for nothing.")]
    [InlineData("a: &a [*a]\n", "f.yaml:1:8: error TSK2009: '*a' stands for nothing.")]
    [InlineData("? [a]\n: 1\n", "f.yaml:1:3: error TSK2010: A key is a list.")]
    [InlineData("a: \u0007\n", "f.yaml:1:4: error TSK2001: The character U+0007 cannot stand in a text file.")]
    [InlineData("a: 1\0\nb: 2\n", "f.yaml:1:5: error TSK2001: The character U+0000 cannot stand in a text file.")]
    public void Broken_text_is_told_with_its_place(string text, string expected)
    {
        Assert.Contains(expected, Read(text).Findings, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', (byte)':', (byte)'\n', (byte)'b', 0xFF }, "f.yaml:2:2: error TSK2001: Byte 0xFF is no UTF-8.")]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'a', 0 }, "f.yaml:1:1: error TSK2001: The file is UTF-16.")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, (byte)'a', 0xC3 }, "f.yaml:1:2: error TSK2001: Byte 0xC3 is no UTF-8.")]
    public void Bytes_that_are_no_text_are_told_with_their_place(byte[] bytes, string expected)
    {
        Assert.StartsWith(expected, Read(bytes).Findings, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_refused_in_both_styles()
    {
        Assert.Contains("TSK2006", Read(new string('[', 100_000)).Findings, StringComparison.Ordinal);
        Assert.Contains("TSK2006", Read(string.Concat(Enumerable.Range(0, 70).Select(i => new string(' ', i) + "a:\n"))).Findings,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_cannot_blow_up_the_file()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++)
        {
            text.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        var (root, findings) = Read(text.ToString());

        Assert.Null(root);
        Assert.Contains("TSK2002: The file holds more than 1,000,000 values.", findings, StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_cannot_nest_deeper_than_lists_can()
    {
        var text = new StringBuilder("a0: &a0 [x]\n");
        for (var i = 1; i < 80; i++)
        {
            text.Append($"a{i}: &a{i} [*a{i - 1}]\n");
        }

        Assert.Contains("TSK2006", Read(text.ToString()).Findings, StringComparison.Ordinal);
    }

    [Fact]
    public void Large_text_is_refused_before_it_is_read()
    {
        Assert.Contains("TSK2002", Read(new string('a', SourceText.MaxSize + 1)).Findings, StringComparison.Ordinal);
        Assert.Contains("TSK2002", Read(new byte[SourceText.MaxSize + 1]).Findings, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("-2.5e3", "-2500")]
    [InlineData("true", "true")]
    [InlineData("null", "null")]
    [InlineData("~", "null")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("0x1F", "\"0x1F\"")]
    [InlineData("'1'", "\"1\"")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("2026-01-02", "\"2026-01-02\"")]
    [InlineData("[1, {a: b}, null]", "[1,{\"a\":\"b\"},null]")]
    public void Values_mean_what_YAML_1_2_says(string text, string json)
    {
        Assert.Equal(json, ValueJson.Write(YamlValues.Read(Map($"a: {text}\n")["a"]!)));
    }
}
