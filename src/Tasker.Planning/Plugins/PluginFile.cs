namespace Tasker.Planning.Plugins;

/// <summary>A file of the plugin for coding agents.</summary>
/// <param name="Path">Where it lies, with <c>/</c>.</param>
/// <param name="Content">Its bytes.</param>
public sealed record PluginFile(string Path, ReadOnlyMemory<byte> Content)
{
    /// <summary>True for a script, which people and agents start.</summary>
    public bool IsScript => Path.EndsWith(".sh", StringComparison.Ordinal);
}
