using Tasker.Core.Values.Indexes;

namespace Tasker.Core.Values.Schemas;

/// <summary>
/// The form that a schema asks for, made to say yes soon: most documents keep to their schema. What it does not accept
/// <see cref="JsonSchema"/> judges, and tells what is wrong; it may well be nothing.
/// </summary>
public sealed class SchemaForm
{
    private string[]? _types;
    private string[]? _choice;
    private double _above = double.NegativeInfinity;
    private double _least = double.NegativeInfinity;
    private double _most = double.PositiveInfinity;
    private int _shortest;
    private int _longest = int.MaxValue;
    private int _fewest;
    private int _mostItems = int.MaxValue;
    private PlainPattern? _pattern;
    private string[] _required = [];
    private (string Name, SchemaForm Form)[] _fields = [];
    private SchemaForm? _others;
    private SchemaForm? _items;
    private SchemaForm[] _anyOf = [];
    private SchemaForm? _if;
    private SchemaForm? _then;
    private SchemaForm? _else;
    private bool _isUnknown;

    private SchemaForm()
    {
    }

    /// <summary>The form that a schema asks for. Rules that it does not know make it accept nothing.</summary>
    /// <param name="schema">The schema.</param>
    public static SchemaForm Of(JsonPart schema)
    {
        if (!schema.IsMap)
        {
            return new SchemaForm { _isUnknown = !schema.IsTrue };
        }

        var form = new SchemaForm();
        foreach (var rule in schema.Inside)
        {
            form._isUnknown |= !form.Learn(rule.Name, rule);
        }

        return form;
    }

    /// <summary>True when a value surely keeps to the schema.</summary>
    public bool Accepts(JsonPart value) =>
        !_isUnknown && (_types is null || IsOf(value)) && (_choice is null || IsChosen(value)) && (_anyOf.Length == 0 || FitsOne(value))
        && (_if is null || FitsBranch(value)) && value.Kind switch
        {
            JsonKind.Number => value.Number is { } number && number >= _least && number <= _most && number > _above,
            JsonKind.Text or JsonKind.Escaped => AcceptsText(value),
            JsonKind.List => AcceptsItems(value),
            JsonKind.Map => AcceptsFields(value),
            _ => true,
        };

    private bool Learn(string name, JsonPart rule)
    {
        switch (name)
        {
            case "$schema" or "$id" or "$comment" or "title" or "description" or "default" or "examples":
                return true;
            case "type":
                _types = Words(rule);
                return true;
            case "enum":
                _choice = Words(rule);
                return _choice.Length == rule.Count;
            case "minimum":
                _least = rule.Number ?? double.NaN;
                return true;
            case "exclusiveMinimum":
                _above = rule.Number ?? double.NaN;
                return true;
            case "maximum":
                _most = rule.Number ?? double.NaN;
                return true;
            case "minLength":
                _shortest = Count(rule);
                return true;
            case "maxLength":
                _longest = Count(rule);
                return true;
            case "minItems":
                _fewest = Count(rule);
                return true;
            case "maxItems":
                _mostItems = Count(rule);
                return true;
            case "pattern":
                return (_pattern = PlainPattern.Of(rule.Text ?? "")) is not null;
            case "required":
                _required = Words(rule);
                return true;
            case "additionalProperties":
                _others = Of(rule);
                return true;
            case "items":
                _items = Of(rule);
                return true;
            case "properties":
                var fields = new List<(string, SchemaForm)>();
                foreach (var field in rule.Inside)
                {
                    fields.Add((field.Name, Of(field)));
                }

                _fields = [.. fields];
                return true;
            case "if":
                _if = Of(rule);
                return true;
            case "then":
                _then = Of(rule);
                return true;
            case "else":
                _else = Of(rule);
                return true;
            case "anyOf":
                var forms = new List<SchemaForm>();
                foreach (var form in rule.Inside)
                {
                    forms.Add(Of(form));
                }

                _anyOf = [.. forms];
                return true;
            default:
                return false;
        }
    }

    private bool IsOf(JsonPart value)
    {
        foreach (var type in _types!)
        {
            if (type switch
            {
                "object" => value.IsMap,
                "array" => value.IsList,
                "string" => value.IsText,
                "number" => value.Kind is JsonKind.Number,
                "integer" => value.Number is { } number && number == Math.Floor(number),
                "boolean" => value.Kind is JsonKind.True or JsonKind.False,
                _ => value.Kind is JsonKind.Null,
            })
            {
                return true;
            }
        }

        return false;
    }

    private bool IsChosen(JsonPart value)
    {
        foreach (var word in _choice!)
        {
            if (value.Is(word))
            {
                return true;
            }
        }

        return false;
    }

    private bool FitsOne(JsonPart value)
    {
        foreach (var form in _anyOf)
        {
            if (form.Accepts(value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>That the condition does not hold is never sure, so both branches must fit then.</summary>
    private bool FitsBranch(JsonPart value) => Fits(_then, value) && (Fits(_else, value) || Fits(_if, value));

    private bool AcceptsText(JsonPart value)
    {
        // A character of four bytes is the widest, so the bytes say enough of most texts.
        var size = value.Bytes.Length;
        if (value.Kind is JsonKind.Escaped || size > _longest || (size < _shortest * 4 && !System.Text.Ascii.IsValid(value.Bytes)))
        {
            var text = value.Text!;
            return _pattern is null && Characters(text) is var count && count >= _shortest && count <= _longest;
        }

        return size >= _shortest && (_pattern is null || _pattern.IsMatch(value.Bytes));
    }

    private bool AcceptsItems(JsonPart value)
    {
        var count = 0;
        foreach (var item in value.Inside)
        {
            count++;
            if (!Fits(_items, item))
            {
                return false;
            }
        }

        return count >= _fewest && count <= _mostItems;
    }

    private bool AcceptsFields(JsonPart value)
    {
        foreach (var name in _required)
        {
            if (value.Field(name).Kind is JsonKind.Missing)
            {
                return false;
            }
        }

        foreach (var field in value.Inside)
        {
            if (!Fits(FormOf(field), field))
            {
                return false;
            }
        }

        return true;
    }

    private SchemaForm? FormOf(JsonPart field)
    {
        foreach (var (name, form) in _fields)
        {
            if (field.IsCalled(name))
            {
                return form;
            }
        }

        return _others;
    }

    /// <summary>Where nothing is asked for, anything fits.</summary>
    private static bool Fits(SchemaForm? form, JsonPart value) => form is null || form.Accepts(value);

    private static int Characters(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    private static int Count(JsonPart rule) => (int)(rule.Number ?? 0);

    private static string[] Words(JsonPart rule)
    {
        var words = new List<string>();
        if (rule.Text is { } word)
        {
            words.Add(word);
        }

        foreach (var item in rule.Inside)
        {
            if (item.Text is { } one)
            {
                words.Add(one);
            }
        }

        return [.. words];
    }
}
