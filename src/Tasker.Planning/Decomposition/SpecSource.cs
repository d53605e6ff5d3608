using Tasker.Planning.Files;

namespace Tasker.Planning.Decomposition;

/// <summary>A specification of a target directory, and what was made with it when it was written.</summary>
/// <param name="Path">The specification; absolute.</param>
/// <param name="CapabilityMap">The capabilities that were extracted with it; null: none.</param>
/// <param name="Review">Its review; null: none.</param>
/// <param name="Resolutions">What was decided about its weaknesses; null: nothing.</param>
/// <param name="Fsm">The folder of its state machines; null: none.</param>
public sealed record SpecSource(string Path, string? CapabilityMap, string? Review, string? Resolutions, string? Fsm)
{
    /// <summary>The folder of specifications, from a target directory.</summary>
    public const string Folder = "docs/specs";

    private static readonly string[] FsmFolders = ["fsm", "state-machines"];

    private static readonly EnumerationOptions NoLinks = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    private const string MapEnd = ".capabilities.json";

    /// <summary>The first specification of a target directory, by name; null when there is none.</summary>
    public static SpecSource? Find(string target)
    {
        var folder = System.IO.Path.Combine(target, Folder);
        return Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.md").Order(StringComparer.Ordinal).FirstOrDefault() is { } first ? Of(target, first) : null;
    }

    /// <summary>A specification, with what lies beside it.</summary>
    /// <param name="target">The target directory; absolute.</param>
    /// <param name="path">The specification; absolute.</param>
    public static SpecSource Of(string target, string path)
    {
        var (folder, slug) = (System.IO.Path.GetDirectoryName(path)!, System.IO.Path.GetFileNameWithoutExtension(path));
        return new SpecSource(
            path,
            IfFile(System.IO.Path.Combine(folder, slug + MapEnd)),
            IfFile(System.IO.Path.Combine(folder, $"{slug}.spec-review.json")) ?? IfFile(System.IO.Path.Combine(target, ".claude", "spec-review.json")),
            IfFile(System.IO.Path.Combine(folder, $"{slug}.spec-resolutions.json")),
            FsmFolders.Select(name => System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, "..", name, slug)))
                .FirstOrDefault(machines => File.Exists(System.IO.Path.Combine(machines, "index.json"))));
    }

    /// <summary>Copies the specification and what belongs to it into a plan, byte for byte. What is there already stays.</summary>
    /// <returns>True when the capabilities are there, so that planning begins with files.</returns>
    /// <exception cref="IOException">Something cannot be copied.</exception>
    public async Task<bool> CopyAsync(PlanningFolder plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        await CopyAsync(Path, plan.Spec, cancellationToken);
        if (CapabilityMap is null)
        {
            return false;
        }

        await CopyAsync(CapabilityMap, plan.CapabilityMap, cancellationToken);
        await CopyAsync(Review, plan.SpecReview, cancellationToken);
        await CopyAsync(Resolutions, plan.SpecResolutions, cancellationToken);
        if (Fsm is { } machines)
        {
            foreach (var file in Directory.EnumerateFiles(machines, "*", NoLinks).Order(StringComparer.Ordinal))
            {
                await CopyAsync(file, System.IO.Path.Combine(plan.Fsm, System.IO.Path.GetRelativePath(machines, file)), cancellationToken);
            }
        }

        return true;
    }

    private static async Task CopyAsync(string? from, string to, CancellationToken cancellationToken)
    {
        if (from is not null && !File.Exists(to))
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(to)!);
            await Engine.Files.AtomicFile.WriteAsync(to, await File.ReadAllBytesAsync(from, cancellationToken), cancellationToken);
        }
    }

    private static string? IfFile(string path) => File.Exists(path) ? path : null;
}
