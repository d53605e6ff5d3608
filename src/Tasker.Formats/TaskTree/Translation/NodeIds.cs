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
    /// <param name="name">The file's or folder's name.</param>
    public string New(string parent, string name)
    {
        var own = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            own.Append(char.IsLetterOrDigit(c) || c is '_' or '-' or '.' ? c : '_');
        }

        var text = own.ToString() is "." or ".." or "" ? "_" : own.ToString();
        var id = parent.Length == 0 ? text : $"{parent}/{text}";
        for (var number = 2; !_taken.Add(id); number++)
        {
            id = parent.Length == 0 ? $"{text}-{number}" : $"{parent}/{text}-{number}";
        }

        return id;
    }
}
