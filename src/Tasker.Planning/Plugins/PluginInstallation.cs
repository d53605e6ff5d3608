using Tasker.Engine.Files;
using Tasker.Planning.Files;

namespace Tasker.Planning.Plugins;

/// <summary>
/// Puts files of the plugin into a folder. What an earlier Tasker has put there and nobody has touched is brought up to date; what somebody has changed stays,
/// unless it is forced. Where nothing is known of a file that differs, nothing is written at all.
/// </summary>
/// <param name="root">The folder; absolute. It is made when it is not there.</param>
public sealed class PluginInstallation(string root)
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Puts the plugin itself there, as a folder that coding agents load plugins from.</summary>
    /// <inheritdoc cref="InstallAsync"/>
    public Task<PluginChanges> WriteAsync(bool force, CancellationToken cancellationToken) => PutAsync(Plugin.Files, InstalledFiles.InPlugin, force, cancellationToken);

    /// <summary>Puts its parts where a project has them, and its hooks into the settings of the project that are not shared.</summary>
    /// <param name="force">True: files that are there and differ are written over.</param>
    /// <param name="cancellationToken">Gives up between two files; asked again, the rest is written.</param>
    /// <returns>What was written, and what stayed.</returns>
    /// <exception cref="PlanningException">Something is there that differs and was not put there by Tasker, leads out of the folder, or cannot be used. Nothing was written.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public async Task<PluginChanges> InstallAsync(bool force, CancellationToken cancellationToken)
    {
        var settings = ProjectHooks.Read(FullPath(ProjectHooks.Path));
        var files = settings.Content is { } changed ? [.. Plugin.ProjectFiles, new PluginFile(ProjectHooks.Path, changed)] : Plugin.ProjectFiles;
        return await PutAsync(files, InstalledFiles.InProject, force, cancellationToken);
    }

    private async Task<PluginChanges> PutAsync(IReadOnlyList<PluginFile> files, string list, bool force, CancellationToken cancellationToken)
    {
        var open = files.Where(file => !IsThere(file)).ToList();
        if (open.Select(file => file.Path).Append(list).Select(InTheWay).OfType<string>().Distinct().ToList() is { Count: > 0 } blocked)
        {
            throw new PlanningException(PlanningCodes.Exists, $"{string.Join(", ", blocked)}: in the way of a file or folder that is needed there; nothing was written. Move it.");
        }

        var installed = InstalledFiles.Read(FullPath(list));
        var others = force ? [] : open.Where(file => file.Path != ProjectHooks.Path && Path.Exists(FullPath(file.Path)) && !installed.IsUntouched(file, FullPath(file.Path))).ToList();
        var kept = others.Where(installed.Knows).Select(file => file.Path).ToList();
        var differ = others.Select(file => file.Path).Except(kept).ToList();
        if (differ.Count > 0)
        {
            throw new PlanningException(
                PlanningCodes.Exists, $"{string.Join(", ", differ)}: there already and different; nothing was written. --force writes over {(differ.Count == 1 ? "it" : "them")}.");
        }

        open.RemoveAll(file => kept.Contains(file.Path));
        foreach (var file in open)
        {
            await WriteAsync(file, cancellationToken);
        }

        var (removed, left) = RemoveFormer(files, installed);

        // Last: when a crash comes before it, what was written is there as it should be, and the rest is still known as it was.
        var known = new PluginFile(list, installed.Format(files.Where(file => file.Path != ProjectHooks.Path), kept));
        if (!IsThere(known))
        {
            await WriteAsync(known, cancellationToken);
        }

        foreach (var script in files.Where(file => file.IsScript))
        {
            MakeExecutable(FullPath(script.Path));
        }

        return new PluginChanges([.. open.Select(file => file.Path)], kept, removed, left);
    }

    /// <summary>Removes what an earlier Tasker has put there, this one has no more, and nobody has touched. The list is a file like any other: it leads nowhere else.</summary>
    private (IReadOnlyList<string> Removed, IReadOnlyList<string> Left) RemoveFormer(IReadOnlyList<PluginFile> files, InstalledFiles installed)
    {
        var (removed, left) = (new List<string>(), new List<string>());
        var places = files.Select(file => PlaceOf(file.Path)).ToHashSet(StringComparer.Ordinal);
        foreach (var name in installed.Besides(files).Where(name => places.Contains(PlaceOf(name))))
        {
            var path = Path.Combine(root, name);
            if (name.Split('/').Any(part => part is "" or "." or "..") || InsidePath.Resolve(root, name) is null || new FileInfo(path) is not { Exists: true, LinkTarget: null })
            {
                continue;
            }

            if (!installed.IsUntouched(name, path))
            {
                left.Add(name);
                continue;
            }

            File.Delete(path);
            removed.Add(name);
            var stop = Path.Combine(root, PlaceOf(name)).Length;
            for (var at = Path.GetDirectoryName(path)!; at.Length > stop && !Directory.EnumerateFileSystemEntries(at).Any(); at = Path.GetDirectoryName(at)!)
            {
                Directory.Delete(at);
            }
        }

        return (removed, left);
    }

    /// <summary>The folder that files of one kind lie in: <c>scripts</c>, <c>.claude/agents</c>; of a file in none, that itself.</summary>
    private static string PlaceOf(string path)
    {
        var parts = path.Split('/');
        return parts[0] == ".claude" && parts.Length > 2 ? $"{parts[0]}/{parts[1]}" : parts.Length > 1 ? parts[0] : path;
    }

    private async Task WriteAsync(PluginFile file, CancellationToken cancellationToken)
    {
        var path = FullPath(file.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Leftovers.RemoveOf(path);
        await AtomicFile.WriteAsync(path, file.Content, cancellationToken);
    }

    /// <summary>A folder in the place of the file, or a file in the place of a folder above it; null: neither.</summary>
    private string? InTheWay(string path)
    {
        if (Directory.Exists(FullPath(path)))
        {
            return path;
        }

        var above = Path.GetDirectoryName(path);
        while (!string.IsNullOrEmpty(above) && !File.Exists(Path.Combine(root, above)))
        {
            above = Path.GetDirectoryName(above);
        }

        return string.IsNullOrEmpty(above) ? null : above.Replace('\\', '/');
    }

    private static void MakeExecutable(string path)
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) is var mode && (mode | Executable) != mode)
        {
            File.SetUnixFileMode(path, mode | Executable);
        }
    }

    // A file of another length is not opened: it may be a pipe, which would wait for somebody who writes.
    private bool IsThere(PluginFile file) =>
        new FileInfo(FullPath(file.Path)) is { Exists: true } there && there.Length == file.Content.Length && file.Content.Span.SequenceEqual(File.ReadAllBytes(there.FullName));

    private string FullPath(string path) => InsidePath.Resolve(root, path)
        ?? throw new PlanningException(PlanningCodes.Io, $"'{path}' leads out of '{root}'; nothing was written. Remove the link.");
}
