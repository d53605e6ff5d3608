using Tasker.Core.Diagnostics;
using YamlDotNet.Core;

namespace Tasker.Formats.Text;

/// <summary>YAML text to a tree with places, or findings; never an exception, whatever the text is.</summary>
/// <remarks>
/// One document, UTF-8, LF or CRLF. Bounded: <see cref="SourceText.MaxSize"/>, <see cref="MaxDepth"/>, <see cref="MaxNodes"/> (aliases
/// counted as often as they are used). Anchors, aliases and the merge key <c>&lt;&lt;</c> work; tags are refused. A key given twice is an
/// error; the first one counts.
/// </remarks>
internal static class YamlReader
{
    /// <summary>The deepest nesting of lists and maps.</summary>
    public const int MaxDepth = 64;

    /// <summary>The most values in one file after aliases were put in.</summary>
    public const int MaxNodes = 1_000_000;

    /// <summary>Reads the bytes of a file.</summary>
    /// <returns>The tree; null when there is none, which <paramref name="bag"/> then explains. A tree may come with findings.</returns>
    public static YamlNode? Read(string path, ReadOnlySpan<byte> bytes, DiagnosticBag bag) =>
        SourceText.Decode(path, bytes, bag) is { } text ? Read(path, text, bag) : null;

    /// <summary>Reads a text.</summary>
    /// <param name="path">Path of every place.</param>
    /// <param name="text">The YAML; a byte order mark is passed over.</param>
    /// <param name="bag">Gets the findings.</param>
    /// <param name="firstLine">Number of the first line; more than 1 for front matter or a code block inside a larger file.</param>
    /// <inheritdoc cref="Read(string, ReadOnlySpan{byte}, DiagnosticBag)" path="/returns"/>
    public static YamlNode? Read(string path, string text, DiagnosticBag bag, int firstLine = 1)
    {
        text = text.StartsWith('\uFEFF') ? text[1..] : text;
        var lines = new LineMap(path, text, firstLine);
        if (SourceText.Check(path, text, lines, bag) is null)
        {
            return null;
        }

        var builder = new YamlTreeBuilder(new Parser(new Scanner(new StringReader(text))), lines, bag);
        try
        {
            return builder.Document();
        }
        catch (YamlException problem)
        {
            YamlSyntaxAdvice.Explain(problem, text, lines, builder.Last, builder.OpenFlow, bag);
            return null;
        }
#pragma warning disable CA1031 // The parser throws a handful of undocumented exceptions for broken text; all of them mean a syntax error.
        catch (Exception problem)
#pragma warning restore CA1031
        {
            YamlSyntaxAdvice.Explain(problem, text, lines, builder.Last, builder.OpenFlow, bag);
            return null;
        }
    }
}
