using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Values;
using Tasker.Core.Values.Indexes;
using Tasker.Core.Values.Schemas;

namespace Tasker.Core.Tests.Values.Schemas;

/// <summary>What the form of a schema accepts keeps to the schema.</summary>
public sealed class SchemaFormLaws
{
    private static readonly string[] Rules =
    [
        """{"type":"string","minLength":2,"maxLength":3}""", """{"type":["integer","null"],"minimum":1,"maximum":3}""",
        """{"exclusiveMinimum":0}""", """{"enum":["a","é","abc"]}""",
        """{"enum":["a",1]}""", """{"pattern":"^T[0-9]{1,2}$"}""", """{"pattern":"^a?b*c+$"}""", """{"pattern":"^[a-c]+b$"}""",
        """{"pattern":"a+"}""", """{"pattern":"^(a|b)$"}""",
        """{"pattern":"^a{2}$","minLength":1}""", """{"type":"array","minItems":1,"maxItems":2,"items":{"type":"string"}}""", "true",
        "false", """{"not":{"type":"null"}}""", """{"const":"a"}""",
        """{"type":"object","required":["a"],"properties":{"a":{"type":"string"},"b":{"minimum":2}},"additionalProperties":false}""",
        """{"anyOf":[{"type":"string"},{"required":["b"]}]}""",
        """{"if":{"required":["a"]},"then":{"required":["b"]},"else":{"required":["c"]}}""",
        """{"if":{"required":["a"]},"else":{"properties":{"b":{"type":"array"}}}}""", """{"additionalProperties":{"type":"integer"}}""",
        """{"minProperties":2}""",
    ];

    private static readonly Gen<Value> Leaves = Gen.Elements(
        Value.None, Value.True, Value.Of(0), Value.Of(1), Value.Of(2.5), Value.Of(3), Value.Of(""), Value.Of("a"), Value.Of("é"),
        Value.Of("abc"), Value.Of("éé"), Value.Of("🙂"),
        Value.Of("🙂🙂🙂🙂"), Value.Of("T1"), Value.Of("T12\n"), Value.Of("T123"), Value.Of("bbc"), Value.Of("abcb"), Value.Of("aa"),
        Value.Of("a\nb"));

    [Fact]
    public void What_is_accepted_has_no_problems() => Prop.ForAll(
        Gen.Elements(Rules).Zip(Values(2)).ToArbitrary(),
        pair => !Accepts(pair.Item1, pair.Item2) || Problems(pair.Item1, pair.Item2).Length == 0)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(6_000));

    [Theory]
    [InlineData("""{"type":"string","minLength":2,"maxLength":3}""", "\"éé\"")]
    [InlineData("""{"type":["integer","null"]}""", "null")]
    [InlineData("""{"pattern":"^T[0-9]{1,18}$"}""", "\"T001\"")]
    [InlineData("""{"pattern":"^[0-9a-f]{4}$"}""", "\"0af9\"")]
    [InlineData("""{"anyOf":[{"type":"string"},{"required":["b"]}]}""", """{"b":1}""")]
    [InlineData("""{"if":{"required":["a"]},"else":{"required":["c"]}}""", """{"a":1}""")]
    [InlineData("""{"enum":["a","b"]}""", "\"b\"")]
    public void Common_rules_are_known(string schema, string value) => Assert.True(Accepts(schema, ValueJson.Read(value)));

    private static Gen<Value> Values(int depth) => depth == 0 ? Leaves : Gen.OneOf(
        Leaves,
        Values(depth - 1).ArrayOf(3).Select(items => (Value)new Value.List([.. items])),
        Gen.Elements("a", "b", "c").Zip(Values(depth - 1)).ArrayOf(3)
            .Select(fields => (Value)Value.Map.From(fields.Select(f => KeyValuePair.Create(f.Item1, f.Item2)))));

    private static bool Accepts(string schema, Value value) => SchemaForm.Of(Index(schema)).Accepts(Index(ValueJson.Write(value)));

    private static JsonPart Index(string text) => JsonIndex.TryRead(Encoding.UTF8.GetBytes(text))!.Root;

    private static string Problems(string schema, Value value) =>
        string.Join('\n', JsonSchema.Read(ValueJson.Read(schema), out _)!.Problems(value));
}
