using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Formats.Text;

namespace Tasker.Formats.TaskTree.Reading;

/// <summary>What the paths of a task mean.</summary>
/// <param name="place">Where the parts of the tree lie.</param>
/// <param name="files">The files of the project.</param>
/// <param name="bag">Gets the findings.</param>
internal sealed class PathResolver(TreePlace place, ITreeFiles files, DiagnosticBag bag)
{
    /// <summary>The places where an input may be: project, own outputs, outputs of the phase, all outputs. Empty when all are outside, which is told.</summary>
    public ImmutableArray<string> Places(TaskFile task, TaskText input)
    {
        string[] bases = [place.Home, "", place.OutputsOf(task.Id), place.OutputsOf(task.Folder).TrimEnd('/'), place.Outputs];
        ImmutableArray<string> places = [.. bases.Select(folder => PathText.Join(folder, input.Text)).OfType<string>().Distinct()];
        if (places.IsEmpty)
        {
            TellOutside(input);
        }

        return places;
    }

    /// <summary>The outputs of a task; one that leaves the project is told and left out.</summary>
    public ImmutableArray<TreeOutput> Outputs(TaskFile task)
    {
        var outputs = ImmutableArray.CreateBuilder<TreeOutput>(task.Outputs.Length);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var output in task.Outputs)
        {
            if (PathText.Join(IsOfProject(output) ? place.Home : place.OutputsOf(task.Id), output.Text) is not { } path)
            {
                TellOutside(output);
            }
            else if (seen.Add(path))
            {
                outputs.Add(new TreeOutput(output.Text, path, output.IsModified));
            }
        }

        return outputs.ToImmutable();
    }

    /// <summary>A file of the project rather than of the task's own folder: it says so, or it begins with a folder that the project has.</summary>
    private bool IsOfProject(TaskText output)
    {
        var slash = output.Text.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == output.Text.Length - 1)
        {
            return false; // 'file' and 'folder/'
        }

        var first = output.Text[..slash];
        return first is not ("." or "..")
            && (first == place.WorkspaceName || output.IsModified || (PathText.Join(place.Home, first) is { } folder && files.Exists($"{folder}/")));
    }

    private void TellOutside(TaskText text) => bag.Error(
        TreeCodes.PathOutside, text.Place, $"'{Excerpt.Of(text.Text)}' leads outside the project, or is no path.",
        "Paths start at the project root or at a folder of outputs, and stay inside.", "Write a path inside the project.");
}
