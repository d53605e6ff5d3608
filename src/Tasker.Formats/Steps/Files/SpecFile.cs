using Tasker.Core.Diagnostics;
using Tasker.Engine.Files;
using Tasker.Formats.Steps.Spec;
using Tasker.Formats.Text;

namespace Tasker.Formats.Steps.Files;

/// <summary>The <c>SPEC.md</c> of a project on disk: read and checked before a run, marked during it.</summary>
public sealed class SpecFile
{
    private const int MostTries = 20;

    private readonly string _root;
    private readonly string _path;
    private readonly string _full;
    private readonly ProjectLock _gate;

    /// <param name="root">The project root; absolute.</param>
    /// <param name="path">The file as the user named it, from the root.</param>
    /// <param name="time">The clock for waiting on the lock.</param>
    public SpecFile(string root, string path, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(path);
        (_root, _path, _full) = (root, path, Path.GetFullPath(Path.Combine(root, path)));
        _gate = LockOf(root, time);
    }

    /// <summary>Reads the plan.</summary>
    /// <returns>The plan, or why it cannot be used: it is not there, is no plan, leads outside the project.</returns>
    public async Task<ParseResult<SpecDocument>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!StaysInside())
            {
                return Refused(
                    StepsCodes.SpecOutside, "The file is a link that leads outside the project.",
                    "Plans lie inside the project that they change.",
                    "Put the file itself there.");
            }

            return SpecDocument.Parse(_path, RegularFile.IsEmpty(_full) ? [] : await File.ReadAllBytesAsync(_full, cancellationToken));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Refused(
                StepsCodes.SpecMissing, "There is no such file.", "The steps to do are read from it.",
                "Go to the folder of the plan, or name the plan.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refused(StepsCodes.SpecMissing, "The file cannot be read.", e.Message, "Make it readable.");
        }
    }

    /// <summary>
    /// Why marks could not be written; null when they can. Asked before a run, so that no work is done whose result
    /// could not be noted.
    /// </summary>
    public Diagnostic? WhyNotWritable()
    {
        try
        {
            if (!StaysInside())
            {
                return Found("The file is a link that leads outside the project.");
            }

            var target = File.ResolveLinkTarget(_full, returnFinalTarget: true)?.FullName ?? _full;

            // The mode counts too: an administrator may write everything, but the owner has said no.
            var mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(target);
            if ((File.GetAttributes(target) & FileAttributes.ReadOnly) != 0
                || (!OperatingSystem.IsWindows()
                    && (mode & (UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) == 0))
            {
                return Found("The file is read-only.");
            }

            using (new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete,
                bufferSize: 0))
            {
            }

            var beside = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.tasker-try");
            using (new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, 0,
                FileOptions.DeleteOnClose))
            {
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Found($"The file cannot be written: {e.Message.TrimEnd('.')}.");
        }

        Diagnostic Found(string what) => new(
            StepsCodes.SpecReadOnly, Severity.Error, new Place(_path), what,
            "The outcome of every step is noted in it.",
            "Make the file and its folder writable, for example with 'chmod u+w'.");
    }

    /// <summary>
    /// Puts a mark on its step line: reads the file as it is now, changes that line and nothing else, and replaces
    /// the file at once.
    /// </summary>
    /// <returns>
    /// Null when the mark is there, also when it was there before; else why it is not: the line is gone, the file
    /// cannot be written.
    /// Another Tasker is waited for; what an editor saves in between is not lost.
    /// </returns>
    public async Task<string?> MarkAsync(SpecMark mark, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mark);
        try
        {
            using var held = await _gate.TakeAsync(cancellationToken);
            for (var tries = 0; tries < MostTries; tries++)
            {
                if (!StaysInside())
                {
                    return "it is now a link that leads outside the project";
                }

                var before = Stamp();
                var bytes = await File.ReadAllBytesAsync(_full, cancellationToken);
                if (mark.Apply(bytes) is not { } marked)
                {
                    return $"it no longer has exactly one line of step {mark.Step}";
                }

                if (bytes.AsSpan().SequenceEqual(marked)
                    || await AtomicFile.ReplaceAsync(_full, marked, () => Stamp() == before, cancellationToken))
                {
                    return null;
                }
            }

            return "somebody else keeps changing it";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    /// <summary>The lock that everything that writes beside a plan takes.</summary>
    internal static ProjectLock LockOf(string root, TimeProvider time) =>
        new(Path.Combine(root, ".tasker", "steps.lock"), time);

    private (DateTime Written, long Length) Stamp()
    {
        var file = new FileInfo(File.ResolveLinkTarget(_full, returnFinalTarget: true)?.FullName ?? _full);
        return (file.LastWriteTimeUtc, file.Length);
    }

    private bool StaysInside()
    {
        var root = Real(_root);
        var target = (File.Exists(_full) ? File.ResolveLinkTarget(_full, returnFinalTarget: true)?.FullName : null)
            ?? _full;
        var folder = Real(Path.GetDirectoryName(target)!);
        return folder == root || folder.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    /// <summary>A folder with every link on its way resolved; of one that is not there, its name.</summary>
    private static string Real(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return folder;
        }

        var path = Path.GetPathRoot(folder)!;
        var parts = Path.GetRelativePath(path, folder).Split(Path.DirectorySeparatorChar);
        foreach (var part in parts.Where(part => part is not ("." or "")))
        {
            path = Path.Combine(path, part);
            path = Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }

        return Path.TrimEndingDirectorySeparator(path);
    }

    private ParseResult<SpecDocument> Refused(string code, string what, string why, string fix) =>
        new(null, [new Diagnostic(code, Severity.Error, new Place(_path), what, why, fix)]);
}
