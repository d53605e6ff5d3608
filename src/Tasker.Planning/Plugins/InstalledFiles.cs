using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Plugins;

/// <summary>What an earlier Tasker has put into a folder: the checksum of each file. By it, what nobody has touched since is told from what somebody has changed.</summary>
internal sealed class InstalledFiles
{
    /// <summary>Where it is kept in a project.</summary>
    public const string InProject = ".claude/tasker-plugin.json";

    /// <summary>Where it is kept in a folder of the plugin.</summary>
    public const string InPlugin = ".claude-plugin/installed.json";

    private readonly Dictionary<string, string> _before = new(StringComparer.Ordinal);

    private InstalledFiles(JsonObject? node)
    {
        foreach (var (path, checksum) in node.Field("files") as JsonObject ?? [])
        {
            if (checksum.AsText() is { } text)
            {
                _before[path] = text;
            }
        }
    }

    /// <summary>Reads it; an empty one where there is none.</summary>
    /// <param name="path">The file; absolute.</param>
    /// <exception cref="PlanningException">It is broken.</exception>
    public static InstalledFiles Read(string path) => new(JsonFile.TryRead(path, "The list of installed files"));

    /// <summary>True when a file is known from an earlier time.</summary>
    public bool Knows(PluginFile file) => _before.ContainsKey(file.Path);

    /// <summary>Files of an earlier time that are not among these, in order of their paths.</summary>
    public IReadOnlyList<string> Besides(IEnumerable<PluginFile> files) =>
        [.. _before.Keys.Except(files.Select(file => file.Path), StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>True when a file is what an earlier Tasker has put there.</summary>
    /// <param name="name">As it is listed.</param>
    /// <param name="path">The file; absolute.</param>
    public bool IsUntouched(string name, string path) => _before.TryGetValue(name, out var checksum) && checksum == Checksum.Of(JsonFile.Bytes(path) ?? []);

    /// <summary>True when a file is what an earlier Tasker has put there.</summary>
    /// <param name="path">The file; absolute.</param>
    public bool IsUntouched(PluginFile file, string path) => IsUntouched(file.Path, path);

    /// <summary>The list as it is to be kept.</summary>
    /// <param name="files">All files.</param>
    /// <param name="kept">Those that stayed as somebody has made them: they keep what was known of them.</param>
    public ReadOnlyMemory<byte> Format(IEnumerable<PluginFile> files, IReadOnlyCollection<string> kept)
    {
        var list = new JsonObject();
        foreach (var file in files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            list[file.Path] = kept.Contains(file.Path) ? _before[file.Path] : Checksum.Of(file.Content.Span);
        }

        return JsonFile.Format(new JsonObject { ["version"] = "1.0", ["files"] = list });
    }
}
