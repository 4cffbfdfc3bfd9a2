// The floor of a fresh process: the SDK and nothing else.
import "@pulumi/pulumi";
