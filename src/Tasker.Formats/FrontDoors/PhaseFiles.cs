using System.Text;
using Tasker.Formats.Text;

namespace Tasker.Formats.FrontDoors;

/// <summary>Tells files of phases from other Markdown.</summary>
internal static class PhaseFiles
{
    private const int MostRead = 256 << 10;
    private const int MostFiles = 500;

    /// <summary>True when the file has a heading <c>## Phase</c> outside code blocks.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static bool Holds(string file)
    {
        if (RegularFile.IsEmpty(file))
        {
            return false;
        }

        using var handle = File.OpenHandle(file);
        var bytes = new byte[(int)Math.Min(RandomAccess.GetLength(handle), MostRead)];
        var text = Encoding.UTF8.GetString(bytes.AsSpan(0, RandomAccess.Read(handle, bytes, 0)));
        var fence = "";
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var trimmed = line.Trim();
            if (fence.Length > 0)
            {
                fence = trimmed.Length >= fence.Length && !trimmed.ContainsAnyExcept(fence[0]) ? "" : fence;
            }
            else if (trimmed.StartsWith("```") || trimmed.StartsWith("~~~"))
            {
                fence = new string(trimmed[0], trimmed.IndexOfAnyExcept(trimmed[0]) is > 0 and var end ? end : trimmed.Length);
            }
            else if (IsPhase(line))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The tasks of phases in a folder, not below it, by name; none when it cannot be read.</summary>
    public static string[] In(string folder)
    {
        try
        {
            return !Directory.Exists(folder) ? [] :
            [
                .. Directory.EnumerateFiles(folder, "*.md").Take(MostFiles)
                    .Where(file => TaskFolder.Keeps(folder, file) && !TaskFolder.IsTask(file) && Holds(file)).Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsPhase(ReadOnlySpan<char> line)
    {
        var heading = line.TrimStart();
        if (line.Length - heading.Length > 3 || !heading.StartsWith("##") || heading.Length < 4 || !char.IsWhiteSpace(heading[2]))
        {
            return false;
        }

        var title = heading[3..].TrimStart();
        return title.StartsWith("phase", StringComparison.OrdinalIgnoreCase)
            && (title.Length == 5 || title[5] == ':' || char.IsWhiteSpace(title[5]));
    }
}
