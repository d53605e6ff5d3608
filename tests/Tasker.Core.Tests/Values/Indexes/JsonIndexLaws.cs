using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Values;
using Tasker.Core.Values.Indexes;

namespace Tasker.Core.Tests.Values.Indexes;

/// <summary>The index agrees with System.Text.Json about every text that it reads, and reads all but rare ones.</summary>
public sealed class JsonIndexLaws
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"b\"", "\"b\":", "\"a\":1", "1", "-0", "01", "1.5e3", "1.", "1e999", "-", "true",
        "nul", "null", "false", " ", "\n", "\t",
        "\"\\n\"", "\"\\u00e9\"", "\"\\ud83d\\ude42\"", "\"\\ud83d\"", "\"\\ude42\"", "\"\\x\"", "\"\\u12\"", "\"é🙂\"", "\"\u0001\"", "\\",
        "\u007f", "\u00a0", "//",
    ];

    private static readonly string[] Samples =
    [
        """{"a":1,"b":[true,false,null,{"c":"d"}],"e":"f\"g\\h\/i\bj\fk\nl\rm\tn"}""",
        """ [ 12345678901234567890 , 1.7976931348623157e308 , -1.5E-3 , 0 , -0.0 , "" , {} , [] ] """,
        """{"T2":1,"T10":2,"T1":{"x":{"y":[[["z"]]]}},"name":"Käse 🙂","":0}""",
    ];

    [Fact]
    public void What_it_reads_means_the_same_to_System_Text_Json() => Prop.ForAll(
        Gen.OneOf(Gen.Elements(Pieces).ArrayOf().Select(string.Concat), Gen.Elements(Samples).Zip(Gen.Choose(0, 60)).Zip(
            Gen.Elements(Pieces)).Select(Changed)).Select(Encoding.UTF8.GetBytes).ToArbitrary(),
        text => JsonIndex.TryRead(text) is not { } index || IsSame(index.Root, JsonDocument.Parse(text, Strict).RootElement))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(6_000));

    [Fact]
    public void Bytes_that_are_no_text_are_not_read_or_mean_the_same() => Prop.ForAll(
        Gen.Elements(Samples).Zip(Gen.Choose(0, 60)).Zip(Gen.Choose(0, 255)).ToArbitrary(),
        change =>
        {
            var bytes = Encoding.UTF8.GetBytes(change.Item1.Item1);
            bytes[change.Item1.Item2 % bytes.Length] = (byte)change.Item2;
            return JsonIndex.TryRead(bytes) is not { } index || IsSame(index.Root, JsonDocument.Parse(bytes, Strict).RootElement);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    [Fact]
    public void Every_value_is_read()
    {
        var leaf = Gen.Elements(Value.None, Value.True, Value.False, Value.Of(3), Value.Of(-0.5e-7), Value.Of(""),
            Value.Of("a\"\\\u0001é🙂\ud7ff"), Value.Of("T001"));
        var names = Gen.Elements("a", "b", "name", "T2", "T10", "é", "");
        Gen<Value> Of(int depth) => depth == 0 ? leaf : Gen.OneOf(
            leaf,
            Of(depth - 1).ArrayOf(4).Select(items => (Value)new Value.List([.. items])),
            names.Zip(Of(depth - 1)).ArrayOf(5)
                .Select(fields => (Value)Value.Map.From(fields.Select(f => KeyValuePair.Create(f.Item1, f.Item2)))));

        Prop.ForAll(Of(4).ToArbitrary(), value =>
        {
            var text = ValueJson.Write(value);
            return IsSame(JsonIndex.TryRead(Encoding.UTF8.GetBytes(text))!.Root, JsonDocument.Parse(text).RootElement);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"b\":1,\"c\":{\"x\":0,\"a\":0,\"x\":0}}")]
    [InlineData("{\"\\u0061\":1}")]
    [InlineData("[1,]")]
    [InlineData("{\"a\":1,}")]
    [InlineData("[1] 2")]
    [InlineData("[01]")]
    [InlineData("[\"\\ud83d\"]")]
    [InlineData("[+1]")]
    [InlineData("\uFEFF[]")]
    public void Wrong_and_rare_texts_are_left_to_others(string text) => Assert.Null(JsonIndex.TryRead(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData(40)]
    [InlineData(5_000)]
    public void A_name_that_is_there_twice_is_seen_among_many(int names)
    {
        var fields = Enumerable.Range(0, names).Select(i => $"\"T{(i * 7919) % names}\":{i}").ToArray();

        Assert.Equal(names, JsonIndex.TryRead(Utf8(fields))!.Root.Count);
        Assert.Null(JsonIndex.TryRead(Utf8([.. fields, fields[names / 2]])));

        static byte[] Utf8(string[] fields) => Encoding.UTF8.GetBytes($"{{{string.Join(',', fields)}}}");
    }

    [Theory]
    [InlineData(ValueJson.MaxDepth, true)]
    [InlineData(ValueJson.MaxDepth + 1, false)]
    public void It_reads_as_deep_as_the_others(int depth, bool isRead)
    {
        var text = new string('[', depth) + new string(']', depth);

        Assert.Equal(isRead, JsonIndex.TryRead(Encoding.UTF8.GetBytes(text)) is not null);
        Assert.Equal(isRead, Record.Exception(() => JsonDocument.Parse(text)) is null);
    }

    [Fact]
    public void What_is_not_there_reads_as_nothing()
    {
        var root = JsonIndex.TryRead("""{"a":[1,"x"],"b":{"c":true}}"""u8.ToArray())!.Root;

        Assert.Equal(JsonKind.Missing, root.Field("nobody").Field("c").Kind);
        Assert.Equal((null, null, false), (root.Field("a").Text, root.Field("b").Number, root.Field("b").Field("d").IsTrue));
        Assert.True(root.Field("b").Field("c").IsTrue && root.Field("b").Field("c").IsCalled("c"));
        Assert.Equal(0, default(JsonPart).Count);
    }

    private static string Changed(((string Text, int At), string Piece) change) =>
        change.Item1.Text.Insert(Math.Min(change.Item1.At, change.Item1.Text.Length), change.Piece);

    private static bool IsSame(JsonPart part, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => part.IsMap && part.Count == element.GetPropertyCount()
            && element.EnumerateObject()
                .All(field => IsSame(part.Field(field.Name), field.Value) && part.Field(field.Name).Name == field.Name),
        JsonValueKind.Array =>
            part.IsList && Items(part).Zip(element.EnumerateArray()).All(pair => IsSame(pair.First, pair.Second))
                && part.Count == element.GetArrayLength(),
        JsonValueKind.String => part.Text == element.GetString() && part.Is(element.GetString()!),
        JsonValueKind.Number => part.Number.Equals(element.GetDouble()) && Encoding.UTF8.GetString(part.Bytes) == element.GetRawText(),
        JsonValueKind.True => part.IsTrue,
        JsonValueKind.False => part.Kind is JsonKind.False,
        _ => part.Kind is JsonKind.Null,
    };

    private static List<JsonPart> Items(JsonPart list)
    {
        var items = new List<JsonPart>();
        foreach (var item in list.Inside)
        {
            items.Add(item);
        }

        return items;
    }
}
