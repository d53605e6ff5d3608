using System.Text.Json.Serialization;

namespace Tasker.Formats.TaskTree.Translation;

/// <summary>How lists of paths are handed to the attempts of tasks.</summary>
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(string[][]))]
internal sealed partial class TreeJson : JsonSerializerContext;
