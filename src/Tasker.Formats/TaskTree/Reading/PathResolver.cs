using Tasker.Core.Diagnostics;
using Tasker.Formats.Text;

namespace Tasker.Formats.TaskTree.Reading;

/// <summary>What the outputs of tasks start from. What folders the project has is asked once.</summary>
/// <param name="place">Where the parts of the tree lie.</param>
/// <param name="files">The files of the project.</param>
/// <param name="bag">Gets the findings.</param>
internal sealed class PathResolver(TreePlace place, ITreeFiles files, DiagnosticBag bag)
{
    private readonly PathStart _project = place.Home.Length > 0 ? PathStart.Home : PathStart.Root;
    private readonly Dictionary<string, bool> _folders = new(StringComparer.Ordinal);

    /// <summary>Finds the start of each output of a task; one that leaves the project is told and has none.</summary>
    /// <param name="task">The task.</param>
    /// <param name="starts">Gets them, one for each output.</param>
    public void Outputs(TaskFile task, Span<PathStart> starts)
    {
        for (var i = 0; i < starts.Length; i++)
        {
            var output = task.Outputs[i];
            starts[i] = IsOfProject(output) ? _project : PathStart.Own;
            if (!IsInside(task, starts[i], output.Text))
            {
                TellOutside(task, output);
                starts[i] = PathStart.None;
            }
            else if (IsRepeated(task, starts[..i], starts[i], output.Text))
            {
                starts[i] = PathStart.None;
            }
        }
    }

    private void TellOutside(TaskFile task, TaskText text) => bag.Error(
        TreeCodes.PathOutside, text.In(task.Path), $"'{Excerpt.Of(text.Text)}' leads outside the project, or is no path.",
        "Paths start at the project root or at a folder of outputs, and stay inside.", "Write a path inside the project.");

    private bool IsInside(TaskFile task, PathStart start, string text)
    {
        if (!PathText.CanBe(text))
        {
            return false;
        }

        Span<char> buffer = stackalloc char[TaskPaths.Room(place, task, text)];
        return TaskPaths.Path(place, task, start, text, buffer) > 0;
    }

    /// <summary>True when an output before means the same path. Paths in their shortest form are equal where they read alike.</summary>
    private bool IsRepeated(TaskFile task, ReadOnlySpan<PathStart> before, PathStart start, string text)
    {
        if (before.IsEmpty)
        {
            return false;
        }

        Span<char> buffer = stackalloc char[TaskPaths.Room(place, task, text)];
        var path = buffer[..TaskPaths.Path(place, task, start, text, buffer)];
        for (var i = 0; i < before.Length; i++)
        {
            var other = task.Outputs[i].Text;
            var isOther = before[i] == start && other != text && PathText.IsShortest(text) && PathText.IsShortest(other);
            if (before[i] is PathStart.None || isOther)
            {
                continue;
            }

            if (path.SequenceEqual(TaskPaths.Text(place, task, before[i], other)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// A file of the project rather than of the task's own folder: it says so, or it begins with a folder that the project has.
    /// </summary>
    private bool IsOfProject(TaskText output)
    {
        var slash = output.Text.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == output.Text.Length - 1)
        {
            return false; // 'file' and 'folder/'
        }

        var first = output.Text[..slash];
        return first is not ("." or "..") && (first == place.WorkspaceName || output.IsModified || HasFolder(first));
    }

    private bool HasFolder(string name)
    {
        if (!_folders.TryGetValue(name, out var isThere))
        {
            isThere = PathText.Join(place.Home, name) is { } folder && files.Exists($"{folder}/");
            _folders.Add(name, isThere);
        }

        return isThere;
    }
}
