using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Tasker.Core.Values;
using Tasker.Executors.Processes.Native;

namespace Tasker.Executors.Processes;

/// <summary>Reads what a command reported through the file that <c>TASKER_OUTPUT</c> names.</summary>
/// <remarks>
/// Lines <c>name=value</c>; blocks <c>name&lt;&lt;END</c> … <c>END</c> for values of several lines; or one JSON object.
/// The command wrote it, so anything may be there: a folder, a pipe that would block, a link that leads away, megabytes, no text.
/// </remarks>
internal static class OutputFile
{
    private const int MostBytes = 1 << 20;
    private const int LongestName = 128;
    private const int MostProblems = 5;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="remove">True: it is gone afterwards.</param>
    /// <returns>The values, and what was wrong; no values when anything was.</returns>
    public static (Value.Map Values, IReadOnlyList<string> Problems) Take(string path, bool remove)
    {
        if (path.Length == 0 || !Path.Exists(path))
        {
            return (Value.Map.Empty, []);
        }

        try
        {
            var text = Read(path, out var problem);
            return text is null ? (Value.Map.Empty, [problem]) : Parse(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return (Value.Map.Empty, ["it is no readable file"]);
        }
        finally
        {
            if (remove)
            {
                Remove(path);
            }
        }
    }

    /// <summary>Reads the text of such a file.</summary>
    internal static (Value.Map Values, IReadOnlyList<string> Problems) Parse(string text)
    {
        var problems = new List<string>();
        var values = text.AsSpan().TrimStart().StartsWith("{", StringComparison.Ordinal)
            ? ParseObject(text, problems)
            : ParseLines(text, problems);
        return problems.Count == 0 ? (Value.Map.From(values), problems) : (Value.Map.Empty, problems);
    }

    private static string? Read(string path, out string problem)
    {
        problem = "";
        using var file = Open(path);
        if (file is null)
        {
            problem = "it is a link, or may not be read";
            return null;
        }

        // Throws for what is no regular file.
        var bytes = new byte[Math.Min(RandomAccess.GetLength(file), MostBytes + 1)];
        var count = RandomAccess.Read(file, bytes, 0);
        if (count > MostBytes)
        {
            problem = "it is larger than 1 MiB";
            return null;
        }

        try
        {
            return Strict.GetString(bytes.AsSpan(0, count)).TrimStart('\ufeff');
        }
        catch (DecoderFallbackException)
        {
            problem = "it is no UTF-8 text";
            return null;
        }
    }

    private static SafeFileHandle? Open(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new FileInfo(path).LinkTarget is null ? File.OpenHandle(path) : null;
        }

        var descriptor = Libc.Open(path, Libc.ReadOnly | Libc.CloseOnExec | Libc.NoBlocking | Libc.NoFollow, 0);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private static void Remove(string path)
    {
        try
        {
            if (Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null)
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is named after its attempt, so that no other one reads it.
        }
    }

    private static List<KeyValuePair<string, Value>> ParseObject(string text, List<string> problems)
    {
        try
        {
            var fields = ((Value.Map)ValueJson.Read(text)).Fields;
            Check(fields.Keys.Order(StringComparer.Ordinal), problems);
            return [.. fields];
        }
        catch (JsonException e)
        {
            problems.Add($"it begins like a JSON object and is none: {e.Message}");
            return [];
        }
    }

    private static void Check(IEnumerable<string> names, List<string> problems) => problems.AddRange(
        names.Where(n => !IsName(n)).Take(MostProblems).Select(n => $"'{Short(n)}' cannot be a name"));

    private static List<KeyValuePair<string, Value>> ParseLines(string text, List<string> problems)
    {
        var values = new List<KeyValuePair<string, Value>>();
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length && problems.Count < MostProblems; i++)
        {
            var line = lines[i];
            var at = line.IndexOfAny(['=', '<']);
            var isBlock = at >= 0 && line.AsSpan(at).StartsWith("<<", StringComparison.Ordinal);
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (at < 0 || (line[at] == '<' && !isBlock) || !IsName(line[..at].Trim()))
            {
                problems.Add($"line {i + 1}: '{Short(line)}' is neither name=value nor name<<END");
            }
            else if (!isBlock)
            {
                values.Add(new(line[..at].Trim(), Value.Of(line[(at + 1)..])));
            }
            else
            {
                var end = line[(at + 2)..].Trim();
                var close = end.Length == 0 ? -1 : Array.IndexOf(lines, end, i + 1);
                if (close < 0)
                {
                    problems.Add($"line {i + 1}: the block '{Short(line)}' is not closed by a line '{Short(end)}'");
                    break;
                }

                values.Add(new(line[..at].Trim(), Value.Of(string.Join('\n', lines[(i + 1)..close]))));
                i = close;
            }
        }

        return values;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && (char.IsAsciiLetter(name[0]) || name[0] == '_')
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');

    private static string Short(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "…");
}
