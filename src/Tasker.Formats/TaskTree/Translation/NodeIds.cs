using System.Text;

namespace Tasker.Formats.TaskTree.Translation;

/// <summary>Ids of nodes for tasks and their folders: equal to the task's id wherever that can be the id of a node.</summary>
internal sealed class NodeIds
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>Takes an id that is there already.</summary>
    public void Take(string id) => _taken.Add(id);

    /// <summary>A new id for a member of a group.</summary>
    /// <param name="parent">Id of the group; empty for the root.</param>
    /// <param name="path">The file or folder; itself the id where it can be one.</param>
    public string New(string parent, string path)
    {
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        if (IsName(name) && path.AsSpan(0, Math.Max(0, path.Length - name.Length - 1)).SequenceEqual(parent) && _taken.Add(path))
        {
            return path;
        }

        var own = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            own.Append(IsLetter(c) ? c : '_');
        }

        var text = own.ToString() is "." or ".." or "" ? "_" : own.ToString();
        var id = parent.Length == 0 ? text : $"{parent}/{text}";
        for (var number = 2; !_taken.Add(id); number++)
        {
            id = parent.Length == 0 ? $"{text}-{number}" : $"{parent}/{text}-{number}";
        }

        return id;
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
        {
            if (!IsLetter(c))
            {
                return false;
            }
        }

        return name is not ("" or "." or "..");
    }

    private static bool IsLetter(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '.';
}
