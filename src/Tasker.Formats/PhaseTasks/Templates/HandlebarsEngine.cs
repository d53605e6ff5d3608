using System.Globalization;
using HandlebarsDotNet;
using HandlebarsDotNet.IO;

namespace Tasker.Formats.PhaseTasks.Templates;

/// <summary>
/// Handlebars with the helpers of phase tasks: <c>json</c>, <c>get</c>, <c>timestamp</c>. Nothing is escaped; unknown names are empty.
/// </summary>
/// <remarks>
/// Templates come from files that people write, values from anywhere: sizes, nesting and recursion are bounded, and no file is reached.
/// </remarks>
internal sealed class HandlebarsEngine
{
    private const int MostCharacters = 256 << 10;
    private const int MostResult = 4 << 20;
    private const int MostNested = 40;
    private const int MostParentheses = 200;

    private readonly IHandlebars _handlebars;
    private readonly Dictionary<string, HandlebarsTemplate<TextWriter, object, object>> _compiled = new(StringComparer.Ordinal);

    /// <param name="time">The clock of <c>timestamp</c>.</param>
    public HandlebarsEngine(TimeProvider time)
    {
        var configuration = new HandlebarsConfiguration
        {
            NoEscape = true,
            ThrowOnUnresolvedBindingExpression = false,
            FormatProvider = CultureInfo.InvariantCulture,
            PartialRecursionDepthLimit = 20,
        };
        configuration.FormatterProviders.Add(new ModelFormatter());
        _handlebars = Handlebars.Create(configuration);
        _handlebars.RegisterHelper(
            "json", (output, _, arguments) => output.WriteSafeString(arguments.Length > 0 ? TemplateModel.Json(arguments[0]) : ""));
        _handlebars.RegisterHelper("get", (output, _, arguments) =>
            output.WriteSafeString(
                arguments.Length > 1 ? TemplateModel.Text(TemplateModel.Get(arguments[0], arguments[1]?.ToString() ?? "")) : ""));
        _handlebars.RegisterHelper("timestamp", (output, _, _) =>
            output.WriteSafeString(time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)));
    }

    /// <summary>Fills a template in; one that cannot be is given back as it is, with the reason as a sentence.</summary>
    /// <param name="text">The template.</param>
    /// <param name="model">Makes what it can name.</param>
    public (string Text, string? Warning) Fill(string text, Func<object> model)
    {
        if (Compile(text, out var template) is { } problem)
        {
            return (text, $"A template was passed on as it is, because it cannot be read: {problem}.");
        }

        using var writer = new BoundedWriter(MostResult);
        try
        {
            template!(writer, model(), null!);
            return (writer.ToString(), null);
        }
        catch (Exception broken) when (
            broken is HandlebarsException or InvalidOperationException or ArgumentException or FormatException or InvalidCastException)
        {
            return (text, $"A template was passed on as it is, because it cannot be filled in: {Short(broken)}.");
        }
    }

    /// <summary>What is wrong with a template, as a clause; null when nothing is.</summary>
    public string? Problem(string text) => Compile(text, out _);

    private string? Compile(string text, out HandlebarsTemplate<TextWriter, object, object>? template)
    {
        if (_compiled.TryGetValue(text, out template))
        {
            return null;
        }

        if (TooLarge(text) is { } tooLarge)
        {
            return tooLarge;
        }

        try
        {
            template = _handlebars.Compile(new StringReader(text));
            _compiled[text] = template;
            return null;
        }
        catch (Exception broken) when (
            broken is HandlebarsException or InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException
            or NullReferenceException or InvalidCastException or NotSupportedException or KeyNotFoundException)
        {
            return Short(broken);
        }
    }

    /// <summary>Its compiler is recursive: what is nested too deep would end the process.</summary>
    private static string? TooLarge(string text)
    {
        if (text.Length > MostCharacters)
        {
            return $"it has {text.Length} characters, more than {MostCharacters}";
        }

        var (blocks, parentheses) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            parentheses += text[i] == '(' ? 1 : 0;
            if (text[i] == '{' && i + 2 < text.Length && text[i + 1] == '{')
            {
                var at = i + 2;
                while (at < text.Length && text[at] is '{' or '~' or ' ')
                {
                    at++;
                }

                blocks += at < text.Length && text[at] is '#' or '^' ? 1 : 0;
                i = at - 1;
            }
        }

        return blocks > MostNested ? $"it has {blocks} blocks, more than {MostNested}"
            : parentheses > MostParentheses ? $"it has more than {MostParentheses} parentheses"
            : null;
    }

    private static string Short(Exception broken)
    {
        var why = (broken.InnerException ?? broken).Message.ReplaceLineEndings(" ").TrimEnd('.');
        return why.Length <= 200 ? why : why[..200] + "…";
    }

    /// <summary>Truth values and lists as JSON has them.</summary>
    private sealed class ModelFormatter : IFormatter, IFormatterProvider
    {
        public bool TryCreateFormatter(Type type, out IFormatter formatter)
        {
            formatter = this;
            return type == typeof(bool) || type == typeof(double) || type == typeof(Dictionary<string, object?>)
                || type == typeof(List<object?>);
        }

        public void Format<T>(T value, in EncodedTextWriter writer) => writer.Write(TemplateModel.Text(value), encode: false);
    }

    private sealed class BoundedWriter(int most) : StringWriter(CultureInfo.InvariantCulture)
    {
        public override void Write(char value) => Checked(1).Append(value);

        public override void Write(string? value) => Checked(value?.Length ?? 0).Append(value);

        public override void Write(char[] buffer, int index, int count) => Checked(count).Append(buffer, index, count);

        public override void Write(ReadOnlySpan<char> buffer) => Checked(buffer.Length).Append(buffer);

        private System.Text.StringBuilder Checked(int more)
        {
            var text = GetStringBuilder();
            return text.Length + more <= most
                ? text
                : throw new InvalidOperationException($"the text becomes longer than {most} characters");
        }
    }
}
