using System.Reflection;

namespace Tasker.Planning.Plugins;

/// <summary>The plugin for coding agents: commands, agents, skills, scripts and hooks that call Tasker. It ships inside the program.</summary>
public static class Plugin
{
    private const string Prefix = "plugin/";
    private const string CommitHook = "hooks/post-task-commit.sh";

    /// <summary>All its files as a folder of a plugin has them, in order of their paths.</summary>
    public static IReadOnlyList<PluginFile> Files { get; } = Read();

    /// <summary>Its files as a project has them that uses no plugins: scripts in <c>scripts/</c>, the rest in <c>.claude/</c>.</summary>
    public static IReadOnlyList<PluginFile> ProjectFiles { get; } =
        [.. Files.Where(file => PlaceOf(file.Path) is not null).Select(file => file with { Path = PlaceOf(file.Path)! }).OrderBy(file => file.Path, StringComparer.Ordinal)];

    private static string? PlaceOf(string path) => path.Split('/')[0] switch
    {
        "agents" or "commands" or "skills" => $".claude/{path}",
        "scripts" => path,
        _ => path == CommitHook ? $".claude/{path}" : null, // What else there is tells a plugin about itself.
    };

    private static List<PluginFile> Read()
    {
        var assembly = typeof(Plugin).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => new PluginFile(name[Prefix.Length..].Replace('\\', '/'), Bytes(assembly, name)))
            .OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    private static byte[] Bytes(Assembly assembly, string name)
    {
        using var resource = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
