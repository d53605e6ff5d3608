using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;
using Tasker.Formats.Text;

namespace Tasker.Formats.Yaml;

/// <summary>Reads Tasker's own workflow format: YAML text to a workflow, or everything that is wrong with it.</summary>
/// <remarks>
/// The format is described in <c>docs/guide/yaml.md</c> and in <c>contracts/formats/workflow.schema.json</c>. No text makes it throw.
/// </remarks>
public static class YamlWorkflowReader
{
    /// <summary>The front door's name in <see cref="Workflow.FrontDoor"/>.</summary>
    public const string FrontDoor = "yaml";

    /// <summary>The pool of <c>max-parallel</c>: every command, agent and registered step is in it, background steps excepted.</summary>
    public const string RunPool = "run";

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="path">The file from the project root; places and <see cref="Workflow.Source"/> name it so.</param>
    /// <param name="bytes">Its content, UTF-8.</param>
    /// <param name="options">What it may refer to outside itself; null: nothing.</param>
    /// <returns>The workflow with all findings in the order of the text; of a file with errors there may be none.</returns>
    public static ParseResult<Workflow> Read(string path, ReadOnlySpan<byte> bytes, YamlWorkflowOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var bag = new DiagnosticBag();
        return Read(path, YamlReader.Read(path, bytes, bag), bag, options);
    }

    /// <inheritdoc cref="Read(string, ReadOnlySpan{byte}, YamlWorkflowOptions?)"/>
    public static ParseResult<Workflow> Read(string path, string text, YamlWorkflowOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        var bag = new DiagnosticBag();
        return Read(path, YamlReader.Read(path, text, bag), bag, options);
    }

    private static ParseResult<Workflow> Read(string path, YamlNode? root, DiagnosticBag bag, YamlWorkflowOptions? options)
    {
        var workflow = root is not null && FileReader.Open(path, root, bag) is { } fields
            ? Workflow(path, fields, bag, options ?? new())
            : null;

        // A file that is used twice tells its problems twice.
        return new ParseResult<Workflow>(workflow, [.. bag.ToImmutable().Distinct()]);
    }

    private static Workflow Workflow(string path, YamlFields fields, DiagnosticBag bag, YamlWorkflowOptions options)
    {
        var reading = new WorkflowReading(bag, options);
        var texts = new ExpressionTexts(reading, given: null);
        var inputs = InputsReader.Read(fields);
        reading.IsPartial = inputs.Length < fields.Entries("inputs").Length;
        FileReader.Pools(fields, reading);
        var most = fields.Integer("max-parallel", 1, 1_000_000);
        if (most is { } limit)
        {
            reading.AddPool(RunPool, limit);
        }

        var file = new FileScope
        {
            Reading = reading,
            Path = path,
            Chain = [path.Replace('\\', '/')],
            Texts = texts,
            Defaults = FileReader.Defaults(fields, texts),
            RunPools = most is null ? [] : [RunPool],
        };
        var name = fields.Filled("name") ?? Path.GetFileNameWithoutExtension(path);
        var description = fields.Text("description") ?? "";
        var env = EnvReader.Read(fields, texts);
        var root = FileReader.Group(fields, file);
        var workflow = new Workflow
        {
            Name = name,
            Description = description,
            FrontDoor = FrontDoor,
            Source = path,
            Inputs = inputs,
            Env = env,
            Pools = [.. reading.Pools],
            Root = root,
        };
        reading.Check(workflow);
        return workflow;
    }
}
