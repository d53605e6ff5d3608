using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Values;
using Tasker.Core.Values.Schemas;

namespace Tasker.Core.Tests.Values.Schemas;

public sealed class JsonSchemaTests
{
    private const string Verdict = """
        {
          "type": "object", "additionalProperties": false, "required": ["verdict", "confidence"],
          "properties": {
            "verdict": { "enum": ["approve", "reject"] },
            "confidence": { "type": "number", "minimum": 0, "maximum": 1 },
            "reasons": { "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/reason" } }
          },
          "$defs": { "reason": { "type": "string", "minLength": 3, "pattern": "^[A-Z]" } }
        }
        """;

    private static string Problems(string schema, string value)
    {
        var read = JsonSchema.Read(ValueJson.Read(schema), out var wrong);
        Assert.Equal("", string.Join('\n', wrong));
        return string.Join('\n', read!.Problems(ValueJson.Read(value)));
    }

    [Fact]
    public void An_answer_in_its_form_has_no_problems() =>
        Assert.Equal("", Problems(Verdict, """{"verdict":"approve","confidence":0.5,"reasons":["Cheap"]}"""));

    [Fact]
    public void All_that_is_wrong_is_told_with_its_path() => Assert.Equal(
        """
        /mood: must not be there
        /: has no 'confidence'
        /verdict: is "maybe"; it must be one of "approve", "reject"
        /reasons/0: has 2 characters; it must have at least 3
        /reasons/0: is "no"; it must match ^[A-Z]
        /reasons/1: is a number; it must be string
        """.ReplaceLineEndings("\n"),
        Problems(Verdict, """{"verdict":"maybe","reasons":["no",4],"mood":"good"}"""));

    [Theory]
    [InlineData("true", "1", "")]
    [InlineData("false", "1", "/: must not be there")]
    [InlineData("""{"type":["string","null"]}""", "true", "/: is a boolean; it must be one of string, null")]
    [InlineData("""{"type":"integer"}""", "1.5", "/: is a number; it must be integer")]
    [InlineData("""{"const":{"a":1,"b":2}}""", """{"b":2,"a":1}""", "")]
    [InlineData("""{"exclusiveMinimum":1}""", "1", "/: is 1; it must be more than 1")]
    [InlineData("""{"exclusiveMaximum":1}""", "0.5", "")]
    [InlineData("""{"multipleOf":0.1}""", "0.3", "")]
    [InlineData("""{"multipleOf":2}""", "3", "/: is 3; it must be a multiple of 2")]
    [InlineData("""{"maxLength":2}""", "\"🙂🙂\"", "")]
    [InlineData("""{"uniqueItems":true}""", "[1,2,1]", "/: has an item twice")]
    [InlineData(
        """{"prefixItems":[{"type":"string"}],"items":{"type":"number"}}""", """["a",1,"b"]""", "/2: is a string; it must be number")]
    [InlineData("""{"maxProperties":1}""", """{"a":1,"b":2}""", "/: has 2 fields; it must have at most 1")]
    [InlineData("""{"propertyNames":{"pattern":"^[a-z]+$"}}""", """{"A":1}""", "/A: is \"A\"; it must match ^[a-z]+$")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"a":1}""", "/: has 'a' without 'b'")]
    [InlineData("""{"dependentSchemas":{"a":{"required":["b"]}}}""", """{"a":1}""", "/: has no 'b'")]
    [InlineData("""{"if":{"type":"number"},"then":{"minimum":5},"else":{"type":"string"}}""", "3", "/: is 3; it must be at least 5")]
    [InlineData("""{"if":{"type":"number"},"then":{"minimum":5},"else":{"type":"string"}}""", "null", "/: is null; it must be string")]
    [InlineData("""{"anyOf":[{"type":"number"},{"type":"object","required":["a","b"]}]}""", "\"x\"", "/: is a string; it must be number")]
    [InlineData("""{"oneOf":[{"type":"number"},{"minimum":3}]}""", "5", "/: must have exactly one of the forms that the schema offers")]
    [InlineData("""{"not":{"type":"null"}}""", "null", "/: has the one form that it must not have")]
    [InlineData("""{"allOf":[{"minimum":1},{"maximum":2}]}""", "3", "/: is 3; it must be at most 2")]
    [InlineData("""{"pattern":"^(?!TASKER_)"}""", "\"TASKER_X\"", "/: is \"TASKER_X\"; it must match ^(?!TASKER_)")]
    [InlineData("""{"minimum":1}""", "\"text\"", "")]
    public void Every_keyword_is_kept(string schema, string value, string expected) => Assert.Equal(expected, Problems(schema, value));

    [Theory]
    [InlineData("1", "/: a schema is a map, or true or false")]
    [InlineData("""{"typ":"string"}""", "/typ: is no keyword that is known here. Did you mean 'type'?")]
    [InlineData("""{"type":"strng"}""", "/type: 'strng' is no type. Did you mean 'string'?")]
    [InlineData("""{"properties":{"a":{"minLength":-1}}}""", "/properties/a/minLength: is no whole number from 0")]
    [InlineData("""{"pattern":"["}""", "/pattern: is no regular expression: Invalid pattern '[' at offset 1. Unterminated [] set.")]
    [InlineData("""{"$ref":"#/$defs/x"}""", "/$ref: leads to no schema: write '#/$defs/name' and the schema under '$defs'")]
    [InlineData("""{"$ref":"https://example.com/x"}""", "/$ref: leads to no schema: write '#/$defs/name' and the schema under '$defs'")]
    [InlineData("""{"anyOf":[]}""", "/anyOf: is no list of schemas")]
    [InlineData("""{"properties":[]}""", "/properties: is no map of schemas")]
    [InlineData("""{"required":"a"}""", "/required: is no list of names")]
    [InlineData("""{"dependentRequired":{"a":"b"}}""", "/dependentRequired: is no map of lists of names")]
    [InlineData("""{"multipleOf":0}""", "/multipleOf: is no number that can stand here")]
    [InlineData("""{"uniqueItems":1}""", "/uniqueItems: is neither true nor false")]
    [InlineData("""{"enum":"a"}""", "/enum: is no list of values")]
    public void What_is_wrong_with_a_schema_is_told(string schema, string expected)
    {
        Assert.Null(JsonSchema.Read(ValueJson.Read(schema), out var problems));
        Assert.Equal(expected, Assert.Single(problems));
    }

    [Theory]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"anyOf":[{"$ref":"#"},{"$ref":"#"}]}""")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"not":{"$ref":"#/$defs/b"}},"b":{"not":{"$ref":"#/$defs/a"}}}}""")]
    public void Going_round_in_circles_is_told_and_not_followed(string schema) =>
        Assert.Equal("/: the schema goes round in circles, or takes too many steps on this value", Problems(schema, "1"));

    [Fact]
    public void A_pattern_cannot_run_away()
    {
        var hostile = new string('a', 50_000) + "!";

        Assert.StartsWith("/: is \"aaa", Problems("""{"pattern":"^(a+)+$"}""", $"\"{hostile}\""), StringComparison.Ordinal);
    }

    [Fact]
    public void No_value_makes_reading_or_checking_throw()
    {
        var keywords = Gen.Elements(SchemaKeywords.All.Keys.Append("unknown").ToArray());
        var leaf = Gen.Elements(
            Value.None, Value.True, Value.Of(3), Value.Of(-0.5), Value.Of("#"), Value.Of("#/$defs/a"), Value.Of("string"), Value.Of("a+"),
            Value.Of(""));
        Gen<Value> Of(int depth) => depth == 0 ? leaf : Gen.Frequency(
            (2, leaf),
            (1, Of(depth - 1).ArrayOf(3).Select(items => (Value)new Value.List([.. items]))),
            (4, keywords.Zip(Of(depth - 1)).ArrayOf(3).Select(
                fields => (Value)Value.Map.From(fields.Select(f => KeyValuePair.Create(f.Item1, f.Item2))))));

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(5_000),
            Prop.ForAll(Of(3).Zip(Of(2)).ToArbitrary(), pair =>
            {
                var schema = JsonSchema.Read(pair.Item1, out var problems);
                return schema is null ? problems.Length is > 0 and <= 20 : problems.IsEmpty && schema.Problems(pair.Item2).Length <= 20;
            }));
    }
}
