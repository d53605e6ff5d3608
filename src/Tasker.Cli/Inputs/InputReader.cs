using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Tasker.Cli.Sessions;
using Tasker.Core.Diagnostics;
using Tasker.Core.Values;
using Tasker.Core.Workflows;

namespace Tasker.Cli.Inputs;

/// <summary>Checks what a run is given (<c>-i name=value</c>, <c>-i name=@file</c>) against what its workflow takes. Tells all problems at once.</summary>
internal static class InputReader
{
    private const int MostBytes = 4 << 20;

    /// <summary>The inputs of a run.</summary>
    /// <param name="specs">What the workflow takes.</param>
    /// <param name="given">As typed: <c>name=value</c>.</param>
    /// <param name="session">For files that values are read from.</param>
    public static ParseResult<Value.Map> Read(ImmutableArray<InputSpec> specs, IReadOnlyList<string> given, Session session)
    {
        var bag = new DiagnosticBag();
        var values = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var pair in given)
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? pair : pair[..equals];
            if (equals <= 0)
            {
                bag.Error(InputCodes.NoValue, Where(pair), $"'{pair}' gives no value.", "Inputs are given as name=value.", $"Write -i {(name.Length > 0 ? name : "name")}=value.");
            }
            else if (specs.FirstOrDefault(s => s.Name == name) is not { } spec)
            {
                bag.Error(InputCodes.Unknown, Where(name), $"The plan has no input '{name}'.", Known(specs), Suggestions.DidYouMean(name, specs.Select(s => s.Name), "Leave it out."));
            }
            else if (values.ContainsKey(name))
            {
                bag.Error(InputCodes.Twice, Where(name), $"The input '{name}' is given twice.", "Each input has one value.", "Keep one.");
            }
            else
            {
                values[name] = TextOf(name, pair[(equals + 1)..], session, bag) is { } text ? Convert(spec, text, bag) : Value.None;
            }
        }

        foreach (var spec in specs.Where(s => s.Required && !values.ContainsKey(s.Name)))
        {
            var about = spec.Description.Length > 0 ? $"It is: {spec.Description.TrimEnd('.')}." : "The plan cannot run without it.";
            bag.Error(InputCodes.Missing, Where(spec.Name), $"The input '{spec.Name}' is missing.", about, $"Add -i {spec.Name}={Example(spec)}.");
        }

        if (bag.HasErrors)
        {
            return new ParseResult<Value.Map>(null, bag.ToImmutable());
        }

        var all = specs.Select(s => new KeyValuePair<string, Value>(s.Name, values.GetValueOrDefault(s.Name, s.Default)));
        return new ParseResult<Value.Map>(Value.Map.From(all), bag.ToImmutable());
    }

    private static Place Where(string name) => new($"-i {name}");

    private static string Known(ImmutableArray<InputSpec> specs) =>
        specs.IsEmpty ? "It takes no inputs." : $"Its inputs are {string.Join(", ", specs.Select(s => s.Name))}.";

    private static string Example(InputSpec spec) =>
        !spec.Choices.IsEmpty ? spec.Choices[0].ToText()
        : spec.Type switch
        {
            InputType.Number => "1",
            InputType.Boolean => "true",
            InputType.List => "'[\"a\", \"b\"]'",
            InputType.Map => "'{\"key\": \"value\"}'",
            _ => "...",
        };

    private static string? TextOf(string name, string text, Session session, DiagnosticBag bag)
    {
        if (!text.StartsWith('@'))
        {
            return text;
        }

        if (text.StartsWith("@@", StringComparison.Ordinal))
        {
            return text[1..];
        }

        try
        {
            var file = new FileInfo(session.FullPath(text[1..]));
            if (file.Exists && file.Length > MostBytes)
            {
                bag.Error(InputCodes.File, Where(name), $"'{text[1..]}' has {file.Length:N0} bytes.", $"At most {MostBytes:N0} are taken.", "Hand over the path instead of the content.");
                return null;
            }

            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(file.FullName)).TrimStart('\uFEFF');
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException or ArgumentException)
        {
            var why = closed is DecoderFallbackException ? "it is not UTF-8 text" : closed is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : closed.Message;
            bag.Error(
                InputCodes.File, Where(name), $"'{text[1..]}' cannot be read: {why}.", "A value that begins with '@' names a file.", "Correct the path, or write '@@' for a value that begins with '@'.");
            return null;
        }
    }

    private static Value Convert(InputSpec spec, string text, DiagnosticBag bag)
    {
        var value = spec.Type switch
        {
            InputType.Number => double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? Value.Of(number) : null,
            InputType.Boolean => text.Trim() switch
            {
                "true" => Value.True,
                "false" => Value.False,
                _ => null,
            },
            InputType.List => Json(text) as Value.List,
            InputType.Map => Json(text) as Value.Map,
            _ => Value.Of(text),
        };
        if (value is null)
        {
            bag.Error(InputCodes.Type, Where(spec.Name), $"'{Short(text)}' is no {Name(spec.Type)}.", $"The input '{spec.Name}' takes a {Name(spec.Type)}.", $"Write -i {spec.Name}={Example(spec)}.");
            return Value.None;
        }

        if (!spec.Choices.IsEmpty && !spec.Choices.Contains(value))
        {
            var choices = spec.Choices.Select(c => c.ToText()).ToArray();
            bag.Error(
                InputCodes.Choice, Where(spec.Name), $"'{Short(text)}' is no choice for '{spec.Name}'.", $"Choices are {string.Join(", ", choices)}.",
                Suggestions.DidYouMean(text, choices, $"Write -i {spec.Name}={choices[0]}."));
        }

        return value;
    }

    private static Value? Json(string text)
    {
        try
        {
            return ValueJson.Read(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Name(InputType type) => type switch
    {
        InputType.Number => "number",
        InputType.Boolean => "truth value (true or false)",
        InputType.List => "list in JSON",
        InputType.Map => "map in JSON",
        _ => "text",
    };

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
