using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;
using Tasker.Formats.Text;

namespace Tasker.Formats.Yaml;

/// <summary>The top level of a workflow file, be it run or used by another one.</summary>
internal static class FileReader
{
    /// <summary>Opens the top level; null when the text is no workflow, which is told.</summary>
    public static YamlFields? Open(string path, YamlNode root, DiagnosticBag bag)
    {
        if (root.IsEmpty)
        {
            bag.Error(WorkflowCodes.NotAWorkflow, new Place(path), "The file is empty.", "A workflow has 'steps'.",
                "Write a step under 'steps', such as 'build: make'.");
            return null;
        }

        if (root is YamlNode.Map map && map["steps"] is null
            && map.Entries.Any(entry => entry.Name is "agents" or "default-agent" or "limits"))
        {
            bag.Error(
                WorkflowCodes.NotAWorkflow, map.Place, "These are the settings of a project, no workflow.",
                "Settings are read from 'tasker.yaml' at the project root by themselves; a workflow has 'steps'.",
                "Name the workflow file.");
            return null;
        }

        return YamlFields.Open(root, "The file", WorkflowKeys.Workflow, bag);
    }

    /// <summary>The group that the steps of a file make, every need as a full id.</summary>
    /// <param name="fields">The top level.</param>
    /// <param name="file">The file; its pools are declared already.</param>
    public static GroupSpec Group(YamlFields fields, FileScope file)
    {
        var order = fields.Choice("order", MembersReader.Orders);
        var failFast = fields.Truth("fail-fast") ?? false;
        var limit = fields.Duration("timeout");
        var members = ImmutableArray<NodeSpec>.Empty;
        if (fields.Node("steps") is { } steps)
        {
            members = MembersReader.Read(steps, "The workflow", file.GroupId, file);
        }
        else if (!fields.HasUnknownKeys)
        {
            file.Bag.Error(WorkflowCodes.NoSteps, fields.Place, "The workflow has no 'steps'.", "There is nothing to do.",
                "Write a step under 'steps', such as 'build: make'.");
        }

        var group = new GroupSpec
        {
            Id = file.GroupId,
            Order = order ?? MembersReader.UsualOrder(fields.Node("steps")),
            FailFast = failFast,
            TimeLimit = limit,
            Members = members,
            Where = fields.Place,
        };
        return NeedsResolver.Resolve(group, file);
    }

    /// <summary>Declares the pools of a file.</summary>
    public static void Pools(YamlFields fields, WorkflowReading reading)
    {
        foreach (var entry in fields.Entries("pools"))
        {
            var good = Names.Check(entry.Name, "a pool", entry.Key.Place, fields.Bag);
            if (good && entry.Name == YamlWorkflowReader.RunPool)
            {
                fields.Bag.Error(
                    WorkflowCodes.BadName, entry.Key.Place, $"A pool cannot be called '{entry.Name}'.",
                    "This is the pool of 'max-parallel', in which every command and agent is.",
                    "Write 'max-parallel', or choose another name.");
                continue;
            }

            var limit = YamlShapes.Integer(entry.Value, $"The pool '{Excerpt.Of(entry.Name)}'", 1, 1_000_000, fields.Bag);
            if (good)
            {
                reading.AddPool(entry.Name, limit ?? 1); // Known all the same, so that its users are not told as well.
            }
        }
    }

    /// <summary>What steps have that do not say otherwise.</summary>
    public static StepDefaults Defaults(YamlFields fields, ExpressionTexts texts) =>
        fields.Fields("defaults", WorkflowKeys.Defaults) is not { } defaults ? StepDefaults.None : new StepDefaults(
            RetryReader.Read(defaults) ?? RetryPolicy.None,
            defaults.Duration("timeout"),
            CommandReader.Folder(defaults, texts) ?? "",
            EnvReader.PassEnv(defaults) ?? []);
}
