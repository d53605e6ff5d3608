using System.Collections.Immutable;

namespace Tasker.Formats.TaskTree.Reading;

/// <summary>What the inputs and the outputs of a task start from.</summary>
/// <param name="Place">Where the parts of the tree lie.</param>
/// <param name="Starts">One for each input of the file and then one for each output.</param>
internal readonly record struct TaskPaths(TreePlace Place, ImmutableArray<PathStart> Starts)
{
    /// <summary>The starts of paths, in the order in which inputs are looked for.</summary>
    public static ReadOnlySpan<PathStart> All => [PathStart.Home, PathStart.Root, PathStart.Own, PathStart.Phase, PathStart.Outputs];

    /// <summary>A path into a buffer; -1 when it leaves the root, or when an earlier start is the same folder.</summary>
    public static int Path(TreePlace place, TaskFile file, PathStart start, string path, Span<char> buffer) => start switch
    {
        PathStart.Home when place.Home.Length > 0 => PathText.Join(place.Home, "", path, buffer),
        PathStart.Root => PathText.Join("", "", path, buffer),
        PathStart.Own => PathText.Join(place.Outputs, file.Id, path, buffer),
        PathStart.Phase when file.Folder.Length > 0 => PathText.Join(place.Outputs, file.Folder, path, buffer),
        PathStart.Outputs => PathText.Join(place.Outputs, "", path, buffer),
        _ => -1,
    };

    /// <summary>A path from a start that it has.</summary>
    public static string Text(TreePlace place, TaskFile file, PathStart start, string path)
    {
        Span<char> buffer = stackalloc char[Room(place, file, path)];
        return buffer[..Path(place, file, start, path, buffer)].ToString();
    }

    /// <summary>How long a buffer for any path of a task must be.</summary>
    public static int Room(TreePlace place, TaskFile file, string path) => place.Outputs.Length + file.Id.Length + path.Length + 3;

    /// <summary>The places that a path can mean, in their order.</summary>
    public static ImmutableArray<string> PathsOf(TreePlace place, TaskFile file, PathStart start, string text)
    {
        if (start is not PathStart.Anywhere)
        {
            return [Text(place, file, start, text)];
        }

        Span<char> buffer = stackalloc char[Room(place, file, text)];
        var paths = ImmutableArray.CreateBuilder<string>(All.Length);
        foreach (var at in All)
        {
            if (Path(place, file, at, text, buffer) is > 0 and var length)
            {
                paths.Add(buffer[..length].ToString());
            }
        }

        return paths.ToImmutable();
    }

    /// <summary>The inputs of a task.</summary>
    public ImmutableArray<TreeInput> InputsOf(TaskFile file)
    {
        var inputs = ImmutableArray.CreateBuilder<TreeInput>(file.Inputs.Length);
        for (var i = 0; i < file.Inputs.Length; i++)
        {
            if (Starts[i] is not PathStart.None)
            {
                inputs.Add(new TreeInput(file.Inputs[i].Text, PathsOf(Place, file, Starts[i], file.Inputs[i].Text)));
            }
        }

        return inputs.ToImmutable();
    }

    /// <summary>The outputs of a task.</summary>
    public ImmutableArray<TreeOutput> OutputsOf(TaskFile file)
    {
        var outputs = ImmutableArray.CreateBuilder<TreeOutput>(file.Outputs.Length);
        for (var i = 0; i < file.Outputs.Length; i++)
        {
            var output = file.Outputs[i];
            if (Starts[file.Inputs.Length + i] is not PathStart.None and var start)
            {
                outputs.Add(new TreeOutput(output.Text, Text(Place, file, start, output.Text), output.IsModified));
            }
        }

        return outputs.ToImmutable();
    }
}

/// <summary>The folder that a path starts from.</summary>
internal enum PathStart : byte
{
    /// <summary>None: it leads outside, which was told, or stands twice.</summary>
    None,

    /// <summary>The folder that the tasks lie in.</summary>
    Home,

    /// <summary>The project root.</summary>
    Root,

    /// <summary>The task's own folder of outputs.</summary>
    Own,

    /// <summary>The outputs of its phase.</summary>
    Phase,

    /// <summary>All outputs.</summary>
    Outputs,

    /// <summary>Any of them: of an input that nobody makes.</summary>
    Anywhere,
}
